package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlValue;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders do who are not ours. */
class CborReaderTest {
    private static final byte[] VALID = Golden.bytes("telemetry.cbor.hex");

    @Test
    void shouldReadMapsWhoseLengthIsNotDeclared() {
        var map = read("bf616101616262c3bcff").asMap();

        assertThat(map.integer("a")).isEqualTo(1);
        assertThat(map.string("b")).isEqualTo("\u00fc");
    }

    @Test
    void shouldRefuseEveryMessageThatIsCutShort() {
        for (var length = 0; length < VALID.length; length++) {
            var cut = Arrays.copyOf(VALID, length);

            assertThatThrownBy(() -> Telemetry.read("t", cut))
                    .as("%d bytes", length)
                    .isInstanceOf(DocumentException.class);
        }
    }

    @Test
    void shouldRefuseMoreBytesThanTheLimitAndBytesAfterTheEnd() {
        assertThatThrownBy(() -> CborReader.read("t", new byte[101], 100))
                .hasMessage("t:1: has 101 bytes; the limit is 100");
        assertThatThrownBy(() -> Telemetry.read("t", new byte[64 * 1024 + 1]))
                .hasMessage("t:1: has 65537 bytes; the limit is 65536");
        assertThatThrownBy(() -> read("a000")).hasMessage("t:1: has bytes after its end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the key twice | a2616101616102 | t:1: a: the key 'a' stands here twice",
                "a list | a1616180 | t:1: a: is neither a map, a number, text nor a boolean",
                "bytes | a161614101 | t:1: a: is neither a map, a number, text nor a boolean",
                "null | a16161f6 | t:1: a: is neither a map, a number, text nor a boolean",
                "undefined | a16161f7 | t:1: a: is neither a map, a number, text nor a boolean",
                "a simple value | a16161e0 | t:1: a: is neither a map, a number, text nor a boolean",
                "a tagged value | a16161c101 | t:1: a: has the tag 1, which is not supported here",
                "a tagged map | d9d9f7a0 | t:1: has the tag 55799, which is not supported here",
                "a big number | a16161c249010000000000000000 | t:1: a: has an integer of more than 64 bits",
                "a small number as a big one | a16161c24101 | t:1: a: has an integer of more than 64 bits",
                "an integer without a sign | a161611bffffffffffffffff | t:1: a: has an integer of more than 64 bits",
                "a map in a map's key | a1a000 | t:1: ",
                "a break alone | ff | t:1: ",
                "a reserved length | 1c | t:1: ",
                "text that is not UTF-8 | a1616162ff00 | t:1: ",
                "an empty message | '' | t:1: ends before its value",
            })
    void shouldSayWhatIsWrong(String what, String hex, String message) {
        assertThatThrownBy(() -> read(hex))
                .as(what)
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldNotFollowNestingIntoTheDepth() {
        assertThat(read("a16161".repeat(7) + "a0").asMap().has("a")).isTrue();
        assertThatThrownBy(() -> read("a16161".repeat(9) + "a0")).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> read("a16161".repeat(20_000))).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> read("81".repeat(60_000))).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> read("c1".repeat(60_000))).isInstanceOf(DocumentException.class);
    }

    /** Each declares up to 2^63 bytes or entries and brings none of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7a7fffffff",
                "7b7fffffffffffffff",
                "a161617a7fffffff",
                "a161617b7fffffffffffffff",
                "a17a7fffffff",
                "a17b7fffffffffffffff",
                "a161615a7fffffff",
                "a161615b7fffffffffffffff",
                "a16161c25a7fffffff",
                "a16161c35b7fffffffffffffff",
                "ba7fffffff",
                "bb7fffffffffffffff",
                "bbffffffffffffffff",
                "9b7fffffffffffffff",
                "a161619a7fffffff",
                "a161617f7a7fffffff",
                "7bffffffffffffffff"
            })
    void shouldNotAllocateWhatALengthOnlyDeclares(String hex) {
        var bytes = HexFormat.of().parseHex(hex);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        refused(bytes);
        var before = threads.getCurrentThreadAllocatedBytes();

        refused(bytes);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for a message of %d", bytes.length)
                .isLessThan(1_000_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFailOnSpoiledBytesWithADocumentExceptionAndNothingElse(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++) {
            var bytes = Arrays.copyOf(VALID, VALID.length - (random.nextBoolean() ? 0 : random.nextInt(40)));
            for (var changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }

            try {
                var telemetry = Telemetry.read("t", bytes);
                assertThat(Telemetry.read("t", telemetry.toCbor()))
                        .as("seed %d, message %d", seed, i)
                        .isEqualTo(telemetry);
            } catch (DocumentException e) {
                assertThat(e).as("seed %d, message %d", seed, i).hasMessageStartingWith("t:1: ");
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFailOnNoiseWithADocumentExceptionAndNothingElse(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);

            try {
                CborReader.read("t", bytes, 1_000);
            } catch (DocumentException e) {
                assertThat(e).as("seed %d, message %d", seed, i).hasMessageStartingWith("t:1: ");
            }
        }
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> CborReader.read("t", bytes, 64 * 1024)).isInstanceOf(DocumentException.class);
    }

    private static YamlValue read(String hex) {
        return CborReader.read("t", HexFormat.of().parseHex(hex), 64 * 1024);
    }
}
