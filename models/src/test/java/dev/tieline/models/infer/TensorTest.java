package dev.tieline.models.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

    @Test
    void shouldKeepElementsLittleEndianAndPacked() {
        var tensor = Tensor.ofInts("x", Shape.of(2), 1, 0x01020304);

        var bytes = new byte[8];
        tensor.data().get(bytes);

        assertThat(bytes).containsExactly(1, 0, 0, 0, 4, 3, 2, 1);
    }

    @Test
    void shouldGiveBackWhatItWasMadeOf() {
        assertThat(Tensor.ofFloats("x", Shape.of(1, 2), 1.5f, -0.25f).floats()).containsExactly(1.5f, -0.25f);
        assertThat(Tensor.ofInts("x", Shape.of(2), 7, -7).ints()).containsExactly(7, -7);
        assertThat(Tensor.ofLongs("x", Shape.of(), Long.MIN_VALUE).longs()).containsExactly(Long.MIN_VALUE);
        assertThat(Tensor.ofStrings("x", Shape.of(3), "a", "", "日本").strings()).containsExactly("a", "", "日本");
    }

    @Test
    void shouldSayWhichTypeItHasWhenAskedForAnother() {
        assertThatThrownBy(() -> Tensor.ofInts("x", Shape.of(1), 1).floats())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the tensor 'x' has elements of type INT32, and FP32 was asked for");
    }

    @Test
    void shouldNotMoveWhenAViewOfItIsRead() {
        var tensor = Tensor.ofInts("x", Shape.of(1), 5);

        tensor.data().getInt();

        assertThat(tensor.data().getInt()).isEqualTo(5);
        assertThat(tensor.size()).isEqualTo(4);
    }

    @Test
    void shouldNotBeWrittenThroughItsView() {
        var data = Tensor.ofInts("x", Shape.of(1), 5).data();

        assertThatThrownBy(() -> data.putInt(0, 6)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void shouldViewABigEndianSliceAsLittleEndian() {
        var buffer = ByteBuffer.wrap(new byte[] {9, 9, 1, 0, 0, 0, 9}).order(ByteOrder.BIG_ENDIAN);

        var tensor =
                new Tensor("x", DataType.INT32, Shape.of(1), buffer.position(2).limit(6));

        assertThat(tensor.ints()).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void shouldRefuseBytesThatDoNotFitTypeAndShape(DataType type) {
        var tooMany = ByteBuffer.allocate(3 * type.byteSize() + 1);

        assertThatThrownBy(() -> new Tensor("x", type, Shape.of(3), tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tensor 'x' of type " + type + " and shape [3] needs " + 3 * type.byteSize()
                        + " bytes, and it has " + (3 * type.byteSize() + 1));
    }

    @Test
    void shouldRefuseShapesThatOverflow() {
        var none = ByteBuffer.allocate(0);

        assertThatThrownBy(() -> new Tensor("x", DataType.INT8, Shape.of(1L << 40, 1L << 40), none))
                .hasMessageContaining("number of elements overflows");
        assertThatThrownBy(() -> new Tensor("x", DataType.FP64, Shape.of(1L << 61), none))
                .hasMessageContaining("number of bytes overflows");
        assertThatThrownBy(() -> new Tensor("x", DataType.FP64, Shape.of(-1), none))
                .hasMessageContaining("none of its dimensions may be negative");
    }

    @Test
    void shouldRefuseBytesElementsThatAreCutOffOrTooFew() {
        var packed = BytesElements.pack(List.of(new byte[] {1, 2}, new byte[0]));

        assertThatThrownBy(() -> new Tensor("x", DataType.BYTES, Shape.of(3), packed))
                .hasMessage("the BYTES tensor 'x' of shape [3] needs 3 elements, and it has 2");
        assertThatThrownBy(() -> new Tensor(
                        "x", DataType.BYTES, Shape.of(2), packed.duplicate().limit(5)))
                .hasMessage("element 0 of the BYTES tensor 'x' says that it has 2 bytes, and 1 are left");
        assertThatThrownBy(() -> new Tensor(
                        "x", DataType.BYTES, Shape.of(2), packed.duplicate().limit(8)))
                .hasMessage("the BYTES tensor 'x' ends inside the length of element 1: 2 bytes are left of 4");
        assertThatThrownBy(() ->
                        new Tensor("x", DataType.BYTES, Shape.of(1), ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0})))
                .hasMessage("element 0 of the BYTES tensor 'x' says that it has 4294967295 bytes, and 1 are left");
    }

    @Test
    void shouldTakeATensorWithoutElements() {
        assertThat(new Tensor("x", DataType.FP32, Shape.of(0, 5), ByteBuffer.allocate(0)).floats())
                .isEmpty();
    }

    @Test
    void shouldRefuseParametersOfOtherTypes() {
        var request = InferenceRequest.of(dev.tieline.models.ModelName.of("m"), Tensor.ofInts("x", Shape.of(1), 1));

        assertThatThrownBy(() -> request.withParameters(java.util.Map.of("a", 1)))
                .hasMessageContaining("the parameter 'a' needs a String, a Long, a Double or a Boolean");
    }
}
