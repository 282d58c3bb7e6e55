package dev.tieline.models.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GeneratedModelsTest {

    @Test
    void shouldMakeTheSameBytesEachTime() {
        assertThat(GeneratedModels.bytes("simple")).isEqualTo(GeneratedModels.bytes("simple"));
    }

    @Test
    void shouldNameTheGeneratorsThatThereAre() {
        assertThatThrownBy(() -> GeneratedModels.bytes("complex"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no generator of models named 'complex'. There is: simple");
    }

    @Test
    void shouldCastToNoOtherTypeThanAnUnsignedOne() {
        assertThatThrownBy(() -> GeneratedModels.unsigned(DataType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no signed integers have the bits of INT32");
    }

    @Test
    void shouldWriteNumbersAsVarintsOfSevenBits() {
        // Protocol Buffers, "Encoding": field 1 with the value 150 is 08 96 01.
        assertThat(new ProtoWriter().number(1, 150).toByteArray()).containsExactly(0x08, 0x96, 0x01);
        assertThat(new ProtoWriter().number(1, -1).toByteArray()).hasSize(11);
    }

    @Test
    void shouldWriteTextWithItsLength() {
        // The same document: field 2 with the text "testing".
        assertThat(new ProtoWriter().text(2, "testing").toByteArray())
                .startsWith(0x12, 0x07)
                .endsWith("testing".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldWriteAMessageInsideAMessage() {
        // The same document: field 3 holds a message whose field 1 is 150.
        assertThat(new ProtoWriter()
                        .message(3, new ProtoWriter().number(1, 150))
                        .toByteArray())
                .containsExactly(0x1a, 0x03, 0x08, 0x96, 0x01);
    }
}
