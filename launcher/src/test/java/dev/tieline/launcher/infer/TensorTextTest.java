package dev.tieline.launcher.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTextTest {

    @ParameterizedTest
    @CsvSource({
        "BOOL, 01, true",
        "UINT8, ff, 255",
        "INT8, ff, -1",
        "UINT16, ffff, 65535",
        "INT16, ffff, -1",
        "UINT32, ffffffff, 4294967295",
        "INT32, 2a000000, 42",
        "UINT64, ffffffffffffffff, 18446744073709551615",
        "INT64, feffffffffffffff, -2",
        "FP16, 003e, 1.5000",
        "BF16, c03f, 1.5000",
        "FP32, 0000c03f, 1.5000",
        "FP64, 000000000000f83f, 1.5000",
        "BYTES, 02000000c3bc, ü"
    })
    void shouldShowAValueOfEachType(DataType type, String littleEndianHex, String shown) {
        var data = ByteBuffer.wrap(HexFormat.of().parseHex(littleEndianHex));
        var expected = type == DataType.BYTES ? "'" + shown + "'" : shown;

        var text = TensorText.of(new Tensor("y", type, Shape.of(1), data));

        assertThat(text).isEqualTo("y " + type + " [1]: [" + expected + "]");
    }

    @Test
    void shouldShowTheFirstValuesOfMany() {
        var text = TensorText.of(Tensor.ofInts("y", Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(text).isEqualTo("y INT32 [3,3]: [1, 2, 3, 4, 5, 6, 7, 8, ...]");
    }

    @Test
    void shouldShowAnEmptyTensor() {
        assertThat(TensorText.of(Tensor.ofInts("y", Shape.of(0, 3)))).isEqualTo("y INT32 [0,3]: []");
    }
}
