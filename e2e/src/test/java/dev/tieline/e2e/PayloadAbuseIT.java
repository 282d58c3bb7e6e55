package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Http2Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node with little memory, and the limits that it has by itself, does with requests that ask for far more of it than
 * they bring: as {@link AbuseIT} has it for connections.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PayloadAbuseIT {
    private static final int MIB = 1 << 20;
    private static final int NO_ROOM = 503;
    /** On a machine that is busy, others take the places of those that send. */
    private static final int TOO_SLOW = 408;

    private static final String SERVICE = "/inference.GRPCInferenceService/";
    private static final int MODEL_NAME = 1;
    private static final int INPUTS = 5;

    @RegisterExtension
    private static final BesetNode NODE = new BesetNode("payload-abuse", "tieline.serving.idle-time=5s");

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("lists without an end", "[".repeat(MIB)),
                Arguments.of("lists without an end as data", inputs(input("INPUT0", 1, "INT32", "[".repeat(MIB)))),
                Arguments.of("lists within lists", inputs(lists(MIB / 8))),
                Arguments.of("empty lists that nobody reads", "{\"x\":[" + "{\"a\":[[[]]]},".repeat(MIB / 16) + "0]}"),
                Arguments.of("many tensors without elements", inputs(tensors(20_000))),
                Arguments.of("a shape beyond all measure", inputs(input("INPUT0", Long.MAX_VALUE, "INT64", "[0]"))),
                Arguments.of(
                        "room for elements that do not come",
                        inputs(input("INPUT0", MIB / 2, "FP64", "[0" + " ".repeat(MIB) + "]"))),
                Arguments.of("numbers of one digit", zeros("INT64", MIB)),
                Arguments.of("doubles of one digit", zeros("FP64", MIB)),
                Arguments.of("texts without letters", inputs(input("INPUT0", MIB / 3, "BYTES", list("\"\"", MIB / 3)))),
                Arguments.of("many parameters", "{\"parameters\":{" + keys(100_000) + "},\"inputs\":[]}"),
                Arguments.of("many keys", "{" + keys(100_000) + "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void shouldRefuseJsonThatMakesMoreThanItIs(String what, String body) throws Exception {
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(40, post(body));

            assertThat(statuses(flood.awaitEnds())).contains(400).isSubsetOf(400, TOO_SLOW, NO_ROOM);
            NODE.good().awaitServed(1);
        }
    }

    /** Allowed by its length, and four times as long once it is read. */
    @ParameterizedTest
    @ValueSource(strings = {"INT64", "FP64", "BOOL"})
    void shouldRefuseElementsForWhichItHasNoRoom(String type) throws Exception {
        var refusals = new ArrayList<>(List.of(413, TOO_SLOW, NO_ROOM));
        if (!type.equals("INT64")) {
            refusals.add(400); // zeros may be no elements of it
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(2, post(zeros(type, 40 * MIB)));

            var statuses = statuses(flood.awaitEnds());

            assertThat(statuses).isSubsetOf(refusals);
            NODE.good().awaitServed(1);
        }
    }

    /** Each is a thousandth of what it becomes. */
    @ParameterizedTest
    @ValueSource(strings = {"ModelInfer", "ModelStreamInfer", "ModelMetadata", "ModelReady"})
    void shouldServeOthersWhileMessagesGrowAsTheyAreDecompressed(String method) throws Exception {
        var bomb = gzip(concat(field(MODEL_NAME, text("simple")), new byte[8 * MIB]));
        assertServesOthersDuring(method, frame(bomb), 8, 2);
        assertServesOthersDuring(method, frame(gzip(new byte[2 * MIB])), 8, 10);
    }

    /** Numbers of one byte take 8 in memory, and twice while they are read. */
    @ParameterizedTest
    @ValueSource(strings = {"ModelInfer", "ModelStreamInfer"})
    void shouldRefuseTypedElementsForWhichItHasNoRoom(String method) throws Exception {
        var small = frame(gzip(numbers(MIB)));
        var large = frame(gzip(numbers(14 * MIB)));

        assertServesOthersDuring(method, small, 10, 10);
        assertServesOthersDuring(method, large, 2, 2);
    }

    /** The length is as long as it may be, and one byte comes. */
    @Test
    void shouldTakeNoMoreMemoryForAMessageThanHasCome() throws Exception {
        var asking = Http2Frames.preface(65_535);
        var begun = ByteBuffer.allocate(6).put((byte) 0).putInt(64 << 10).array();
        asking.onEach(
                100,
                (frames, stream) ->
                        frames.call(stream, SERVICE + "ModelReady", false).someData(stream, begun));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(100, asking.toByteArray());
            NODE.good().awaitServed(5);
        }
    }

    /** Nearly all of what a question may be, or all that it says it is, and never its end: a quarter of the heap is for all of them. */
    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 63 << 10})
    void shouldBoundWhatQuestionsTakeThatNeverEnd(int length) throws Exception {
        var asking = Http2Frames.preface(65_535).call(1, SERVICE + "ModelReady", false);
        asking.someData(1, ByteBuffer.allocate(5).put((byte) 0).putInt(length).array());
        for (int i = 0; i < 63; i++) {
            asking.someData(1, new byte[1 << 10]);
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(3_000, asking.toByteArray());
            NODE.good().awaitServed(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ModelInfer", "ModelStreamInfer"})
    void shouldServeOthersWhileNobodyReadsItsAnswersOverGrpc(String method) throws Exception {
        var asking = Http2Frames.preface(0);
        asking.onEach(
                100,
                (frames, stream) -> frames.call(stream, SERVICE + method, false)
                        .data(stream, frame(field(MODEL_NAME, text("simple")), false)));
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(20, asking.toByteArray());
            NODE.good().awaitServed(20);
        }
    }

    private void assertServesOthersDuring(String method, byte[] message, int connections, int streams)
            throws Exception {
        var asking = Http2Frames.preface(65_535);
        for (int i = 0; i < streams; i++) {
            int stream = 2 * i + 1;
            asking.call(stream, SERVICE + method, true).data(stream, message);
        }
        try (var flood = new Flood(NODE.endpoint())) {
            flood.open(connections, asking.toByteArray());
            flood.awaitEnds();
            NODE.good().awaitServed(3);
        }
    }

    private static List<Integer> statuses(List<Flood.Line> lines) {
        return lines.stream()
                .map(line -> Integer.valueOf(line.heard().substring(9, 12)))
                .toList();
    }

    private static byte[] post(String body) {
        var head = "POST /v2/models/simple/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static String zeros(String type, int bytes) {
        int count = bytes / 2 - 100;
        return inputs(input("INPUT0", count, type, list("0", count)));
    }

    private static String lists(int count) {
        return "{\"name\":\"INPUT0\",\"shape\":[" + count + ",1,1,1],\"datatype\":\"INT8\",\"data\":"
                + list("[[[0]]]", count) + "}";
    }

    private static String tensors(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> input("t" + i, 0, "INT64", "[]"))
                .collect(Collectors.joining(","));
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
    }

    private static String list(String item, int count) {
        return "[" + (item + ",").repeat(count - 1) + item + "]";
    }

    private static String inputs(String inputs) {
        return "{\"inputs\":[" + inputs + "]}";
    }

    private static String input(String name, long elements, String type, String data) {
        return "{\"name\":\"" + name + "\",\"shape\":[" + elements + "],\"datatype\":\"" + type + "\",\"data\":" + data
                + "}";
    }

    /** A request for {@code simple} with so many numbers, each of which is one byte long. */
    private static byte[] numbers(int count) {
        var shape = concat(new byte[] {3 << 3}, varint(count));
        var contents = field(5, field(3, new byte[count]));
        var input = concat(field(1, text("INPUT0")), field(2, text("INT64")), shape, contents);
        return concat(field(MODEL_NAME, text("simple")), field(INPUTS, input));
    }

    private static byte[] frame(byte[] message) {
        return frame(message, true);
    }

    /** As gRPC has it before each message. */
    private static byte[] frame(byte[] message, boolean compressed) {
        var head = ByteBuffer.allocate(5).put((byte) (compressed ? 1 : 0)).putInt(message.length);
        return concat(head.array(), message);
    }

    /** A field of protobuf that has a length. */
    private static byte[] field(int number, byte[] content) {
        return concat(new byte[] {(byte) (number << 3 | 2)}, varint(content.length), content);
    }

    private static byte[] varint(int value) {
        var bytes = new ByteArrayOutputStream();
        int left = value;
        for (; left >= 0x80; left >>>= 7) {
            bytes.write((left & 0x7f) | 0x80);
        }
        bytes.write(left);
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var zipping = new GZIPOutputStream(target)) {
            zipping.write(bytes);
        }
        return target.toByteArray();
    }
}
