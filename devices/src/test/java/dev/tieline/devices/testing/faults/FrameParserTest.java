package dev.tieline.devices.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameParserTest {
    private static final int ROUNDS = 200;

    @Test
    void shouldFindTheSamePacketsHoweverTheStreamIsSplit() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var packets = Packets.some(random);
            var stream = Packets.joined(packets);

            var found = new ArrayList<byte[]>();
            var parser = new FrameParser();
            for (int start = 0; start < stream.length; ) {
                int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 70_000), stream.length - start);
                parser.feed(Arrays.copyOfRange(stream, start, start + length), length)
                        .forEach(frame -> found.add(frame.bytes()));
                start += length;
            }

            assertThat(found)
                    .as("seed %d", seed)
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(packets);
            assertThat(parser.betweenPackets()).as("seed %d", seed).isTrue();
        }
    }

    /** The borders of the variable byte integer (section 1.5.5, table 1-1). */
    @ParameterizedTest
    @CsvSource({"0, 2", "127, 2", "128, 3", "16383, 3", "16384, 4", "2097151, 4", "2097152, 5"})
    void shouldReadTheLengthOfAPacket(int rest, int headerLength) throws Exception {
        var bytes = Packets.packet(PacketType.PUBLISH, new byte[rest]);

        var frames = new FrameParser().feed(bytes, bytes.length);

        assertThat(bytes).hasSize(headerLength + rest);
        assertThat(frames)
                .singleElement()
                .satisfies(frame -> assertThat(frame.size()).isEqualTo(bytes.length));
    }

    @ParameterizedTest
    @EnumSource(PacketType.class)
    void shouldKnowEachPacketByItsFirstByte(PacketType type) throws Exception {
        var bytes = Packets.packet(type, new byte[3]);

        assertThat(new FrameParser().feed(bytes, bytes.length))
                .singleElement()
                .extracting(Frame::type)
                .isEqualTo(type);
    }

    @Test
    void shouldRefuseWhatCannotBeMqtt() {
        assertThatThrownBy(() -> parse(new byte[] {0x0F, 1, 1}))
                .isInstanceOf(NotMqttException.class)
                .hasMessage("no MQTT packet begins with the byte 15");
        assertThatThrownBy(() -> parse(new byte[] {0x30, -1, -1, -1, -1, 1}))
                .isInstanceOf(NotMqttException.class)
                .hasMessageContaining("at most four bytes");
        assertThatThrownBy(() -> parse(new byte[] {0x30, -1, -1, -1, 0x7F}))
                .isInstanceOf(NotMqttException.class)
                .hasMessageContaining("a packet of 268435455 bytes");
    }

    @Test
    void shouldKeepTheBeginningOfAPacketForTheNextChunk() throws Exception {
        var parser = new FrameParser();
        var bytes = Packets.publish("a", new byte[300]);

        assertThat(parser.feed(bytes, 2)).isEmpty();
        assertThat(parser.betweenPackets()).isFalse();
        var rest = new ByteArrayOutputStream();
        rest.write(bytes, 2, bytes.length - 2);
        assertThat(parser.feed(rest.toByteArray(), rest.size())).hasSize(1);
    }

    private static Frame parse(byte[] bytes) throws NotMqttException {
        return new FrameParser().feed(bytes, bytes.length).getFirst();
    }
}
