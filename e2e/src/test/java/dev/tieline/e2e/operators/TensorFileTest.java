package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TensorFileTest {

    @Test
    void shouldReadRawElements() {
        assertThat(read(DataType.INT32, "0a0102" + "1006" + "4a08" + "01000000ffffffff"))
                .isEqualTo(Tensor.ofInts("x", Shape.of(2), 1, -1));
    }

    @Test
    void shouldReadElementsOfTheFieldOfTheirType() {
        assertThat(read(DataType.INT64, "0a0102" + "1007" + "3a02" + "0305"))
                .isEqualTo(Tensor.ofLongs("x", Shape.of(2), 3, 5));
        assertThat(read(DataType.FP32, "0a0101" + "1001" + "2204" + "0000803f"))
                .isEqualTo(Tensor.ofFloats("x", Shape.of(1), 1));
        assertThat(read(DataType.UINT8, "0a0102" + "1002" + "2a03" + "0180" + "01")
                        .data()
                        .get(1))
                .isEqualTo((byte) 128);
    }

    @Test
    void shouldReadTexts() {
        assertThat(read(DataType.BYTES, "0a0102" + "1008" + "32026869" + "3200"))
                .isEqualTo(Tensor.ofStrings("x", Shape.of(2), "hi", ""));
    }

    @Test
    void shouldReadAScalarAndATensorWithoutElements() {
        assertThat(read(DataType.INT32, "1006" + "4a04" + "07000000")).isEqualTo(Tensor.ofInts("x", Shape.of(), 7));
        assertThat(read(DataType.INT32, "0a0100" + "1006")).isEqualTo(Tensor.ofInts("x", Shape.of(0)));
    }

    @Test
    void shouldTakeTheBitsThatNumPyWroteForWhatTheModelSaysTheyAre() {
        assertThat(read(DataType.BF16, "0a0101" + "1004" + "4a02" + "803f").type())
                .isEqualTo(DataType.BF16);
        assertThat(read(DataType.UINT16, "0a0101" + "1004" + "4a02" + "803f").type())
                .isEqualTo(DataType.UINT16);
    }

    @Test
    void shouldRefuseATypeThatTheProtocolDoesNotHave() {
        assertThatThrownBy(() -> read(DataType.FP32, "0a0101" + "100e")).hasMessage("the tensor 'x' is of the type 14");
    }

    private static Tensor read(DataType declared, String hex) {
        return TensorFile.read("x", declared, ProtoMessage.of(HexFormat.of().parseHex(hex)));
    }
}
