package dev.tieline.devices.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicAliasesTest {
    private static final byte[] PAYLOAD = {1, 2, 3};

    /** Topic alias 5. */
    private static final byte[] ALIAS = {0x23, 0, 5};

    private final TopicAliases aliases = new TopicAliases();

    @Test
    void shouldTellTheTopicOfAPublish() throws Exception {
        var published = named(Packets.publish("tl/v1/acme/work/eu/fra-1", PAYLOAD));
        var other = named(Packets.packet(PacketType.SUBSCRIBE, new byte[] {0, 1, 'a'}));

        assertThat(published.topic()).hasValue("tl/v1/acme/work/eu/fra-1");
        assertThat(published).hasToString("PUBLISH to tl/v1/acme/work/eu/fra-1 of " + published.size() + " bytes");
        assertThat(other.topic()).isEmpty();
    }

    @Test
    void shouldRememberWhatAnAliasStandsFor() throws Exception {
        assertThat(named(Packets.publish("", ALIAS, PAYLOAD)).topic()).isEmpty();
        assertThat(named(Packets.publish("a/b", ALIAS, PAYLOAD)).topic()).hasValue("a/b");
        assertThat(named(Packets.publish("", ALIAS, PAYLOAD)).topic()).hasValue("a/b");
        assertThat(named(Packets.publish("c", ALIAS, PAYLOAD)).topic()).hasValue("c");
        assertThat(named(Packets.publish("", ALIAS, PAYLOAD)).topic()).hasValue("c");
    }

    @Test
    void shouldFindAnAliasBehindEveryOtherProperty() throws Exception {
        byte[] all = {
            0x01,
            1, // payload format
            0x02,
            0,
            0,
            0,
            9, // expiry
            0x08,
            0,
            1,
            'r', // response topic
            0x09,
            0,
            2,
            7,
            7, // correlation
            0x26,
            0,
            1,
            'k',
            0,
            1,
            'v', // user property
            0x03,
            0,
            1,
            't', // content type
            0x0B,
            (byte) 0x80,
            1, // subscription identifier
            0x23,
            1,
            2
        };

        assertThat(named(Packets.publish("a", all, PAYLOAD)).topic()).hasValue("a");

        assertThat(named(Packets.publish("", new byte[] {0x23, 1, 2}, PAYLOAD)).topic())
                .hasValue("a");
    }

    @Test
    void shouldTellNoTopicOfAPacketThatIsCutShort() throws Exception {
        var whole = Packets.publish("abc", ALIAS, new byte[0]);
        for (int length = 0; length < whole.length - 2; length++) {
            var cut = named(Packets.packet(PacketType.PUBLISH, Arrays.copyOfRange(whole, 2, 2 + length)));

            assertThat(cut.topic()).as("of %d bytes", length).isIn(Optional.empty(), Optional.of("abc"));
        }
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            for (var packet : Packets.some(random)) {
                assertThat(named(packet).bytes()).as("seed %d", seed).isEqualTo(packet);
            }
        }
    }

    private Frame named(byte[] packet) throws NotMqttException {
        return aliases.named(new FrameParser().feed(packet, packet.length).getFirst());
    }
}
