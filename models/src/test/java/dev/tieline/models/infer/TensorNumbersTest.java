package dev.tieline.models.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorNumbersTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void shouldKeepZeroAndOneInEveryType(DataType type) {
        var tensor = TensorNumbers.of("x", type, Shape.of(2), List.of(0.0, 1.0));

        assertThat(TensorNumbers.at(tensor, 0)).isZero();
        assertThat(TensorNumbers.at(tensor, 1)).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, -128", "UINT8, 255", "INT16, -32768", "UINT16, 65535", "INT32, -2147483648", "UINT32, 4294967295",
        "INT64, -4503599627370496", "UINT64, 4503599627370496", "FP16, 65504", "BF16, -1.5", "FP32, 0.25", "FP64, 0.1"
    })
    void shouldKeepWhatTheTypeCanHold(DataType type, double number) {
        var tensor = TensorNumbers.of("x", type, Shape.of(1), List.of(number));

        assertThat(TensorNumbers.at(tensor, 0)).isEqualTo(number);
    }

    @Test
    void shouldReadTheUpperHalfOfUnsignedLongsAsPositive() {
        var tensor = new Tensor(
                "x",
                DataType.UINT64,
                Shape.of(1),
                Tensor.ofLongs("y", Shape.of(1), -1L).data());

        assertThat(TensorNumbers.at(tensor, 0)).isEqualTo(0x1p64);
    }

    @Test
    void shouldRoundBrainFloatsToTheNearestTiesToEven() {
        // 1 + 2^-8 lies in the middle between 1 and 1 + 2^-7; 1 + 3 * 2^-8 between 1 + 2^-7 and 1 + 2^-6.
        var tensor = TensorNumbers.of("x", DataType.BF16, Shape.of(2), List.of(1 + 0x1p-8, 1 + 3 * 0x1p-8));

        assertThat(TensorNumbers.at(tensor, 0)).isEqualTo(1.0);
        assertThat(TensorNumbers.at(tensor, 1)).isEqualTo(1 + 0x1p-6);
    }

    @Test
    void shouldRefuseBytes() {
        assertThatThrownBy(() -> TensorNumbers.of("x", DataType.BYTES, Shape.of(1), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
