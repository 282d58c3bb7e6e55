package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples are those of "Encoding" of Protocol Buffers, or made by its rules. */
class ProtoMessageTest {

    @Test
    void shouldReadANumberOfMoreThanOneByte() {
        assertThat(message("089601").number(1)).isEqualTo(150);
        assertThat(message("08ffffffffffffffffff01").number(1)).isEqualTo(-1);
    }

    @Test
    void shouldReadTextAndMessagesInsideMessages() {
        var message = message("120774657374696e671a03089601");

        assertThat(message.text(2)).isEqualTo("testing");
        assertThat(message.message(3).orElseThrow().number(1)).isEqualTo(150);
        assertThat(message.messages(3)).hasSize(1);
    }

    @Test
    void shouldReadRepeatedNumbersPackedOrNot() {
        assertThat(message("3206038e029ea705").numbers(6)).containsExactly(3L, 270L, 86942L);
        assertThat(message("3003308e02309ea705").numbers(6)).containsExactly(3L, 270L, 86942L);
    }

    @Test
    void shouldJoinRepeatedNumbersOfAFixedSizePackedOrNot() {
        var one = Float.floatToIntBits(1);
        var packed = message("22080000803f0000803f").joined(4).order(ByteOrder.LITTLE_ENDIAN);
        var loose = message("250000803f250000803f").joined(4);

        assertThat(packed.getInt(0)).isEqualTo(one);
        assertThat(packed).isEqualTo(loose);
    }

    @Test
    void shouldTakeWhatIsAbsentForItsDefault() {
        var empty = message("");

        assertThat(empty.has(1)).isFalse();
        assertThat(empty.number(1)).isZero();
        assertThat(empty.text(1)).isEmpty();
        assertThat(empty.message(1)).isEmpty();
        assertThat(empty.numbers(1)).isEmpty();
    }

    @Test
    void shouldLetTheLastValueCount() {
        assertThat(message("08010802").number(1)).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        assertThatThrownBy(() -> message("0b")).hasMessageContaining("wire type 3");
        assertThatThrownBy(() -> message("08ffffffffffffffffffff01")).hasMessageContaining("more than 10 bytes");
    }

    @Test
    void shouldLeaveTheBufferAsItWas() {
        var bytes = ByteBuffer.wrap(HexFormat.of().parseHex("089601"));

        assertThat(ProtoMessage.of(bytes).number(1)).isEqualTo(150);
        assertThat(bytes.position()).isZero();
    }

    private static ProtoMessage message(String hex) {
        return ProtoMessage.of(HexFormat.of().parseHex(hex));
    }
}
