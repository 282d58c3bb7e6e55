package dev.tieline.edge.endpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Cards;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a call says of itself, whichever protocol it comes by. */
class CallFuzzTest {
    private static final ModelName MODEL = ModelName.of("simple");
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);

    private final CallReader reader = new CallReader(
            CODEC,
            new FakeTicker(),
            new Random(5),
            new CallDefaults(DataLabel.of(DataClass.INTERNAL, "ward"), Duration.ofSeconds(10), LONGEST),
            name -> name.equals(MODEL) ? Optional.of(Cards.manifest(Cards.simple("simple@1"))) : Optional.empty());

    /** The name, and the version after a line's end. */
    static Stream<byte[]> paths() {
        return Stream.of("simple", "simple\n1", "../simple\n..", "Ünicode\n", "simple@1")
                .map(CallFuzzTest::utf8);
    }

    /** One header or user property a line; the parameters of the body are those that have an underscore. */
    static Stream<byte[]> statements() {
        return Stream.of("""
                tieline-class=personal
                tieline-class=nonsense
                tieline-tags=health, eu
                tieline-purpose=care
                traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01""", """
                tieline_class=special
                tieline_tags=,a,,b
                tieline_purpose=care
                timeout=1000""").map(CallFuzzTest::utf8);
    }

    /** How long the text of the header is, the text, and the body. */
    static Stream<byte[]> bodies() {
        var row = Tensor.ofInts("INPUT0", Shape.of(1, 2), 1, 2);
        var binary = CODEC.encodeRequest(InferenceRequest.of(MODEL, row));
        return Stream.of(
                body(String.valueOf(binary.headerLength()), binary.toByteArray()),
                body(
                        "",
                        CODEC.encodeRequestJson(InferenceRequest.of(MODEL, row)).toByteArray()),
                body("0", new byte[128]),
                body(" -1", new byte[1]));
    }

    @MethodSource("paths")
    @FuzzTest
    void shouldKnowWhatCanBeAModelOrNot(byte[] bytes) {
        var parts = text(bytes).split("\n", 2);
        var version = parts.length == 1 ? null : parts[1];

        var read = Fuzzed.decode(bytes.length, InferenceException.class, () -> ModelPath.of(parts[0], version));

        read.ifPresent(path -> Fuzzed.same(path.toString(), version == null ? parts[0] : parts[0] + "@" + version));
    }

    /** Nobody lowers a label, and what may be served here can be asked of another node in the same words. */
    @MethodSource("statements")
    @FuzzTest
    void shouldTakeOrRefuseWhatIsSaidOfACall(byte[] bytes) {
        var said = text(bytes)
                .lines()
                .limit(64)
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.groupingBy(
                        parts -> parts[0], Collectors.mapping(parts -> parts[1], Collectors.toList())));
        var request = new InferenceRequest(
                MODEL, null, null, parameters(said), List.of(Tensor.ofInts("x", Shape.of(1), 1)), List.of());

        var read = Fuzzed.decode(
                bytes.length,
                InferenceException.class,
                () -> reader.call(request, Statement.read(name -> said.getOrDefault(name, List.of())), 0));

        read.ifPresent(call -> {
            Fuzzed.same(
                    call.label().join(reader.call(request, Statement.NONE, 0).label()), call.label());
            for (var dataClass : said.getOrDefault("tieline-class", List.of())) {
                Fuzzed.same(call.label().dataClass().compareTo(DataClass.of(dataClass.strip())) >= 0, true);
            }
            Fuzzed.same(call.deadline().remaining().compareTo(LONGEST) <= 0, true);
            var work = work(call);
            Fuzzed.same(WorkHeaders.read(MessageProperties.ofUser(work.toUserProperties())), work);
        });
    }

    @MethodSource("bodies")
    @FuzzTest
    void shouldReadOrRefuseAnyBodyWhateverItsHeaderSays(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int end = 1 + Math.min(bytes[0] & 0x1f, bytes.length - 1);
        var header = text(Arrays.copyOfRange(bytes, 1, end));
        var body = ByteBuffer.wrap(bytes, end, bytes.length - end);

        var read = Fuzzed.decode(
                bytes.length,
                InferenceException.class,
                () -> reader.decode(new ModelPath(MODEL, null), body, header.isEmpty() ? null : header, held -> {}));

        read.ifPresent(request -> Fuzzed.same(request.model(), MODEL));
    }

    /** Those that the body has, of which the timeout is a number wherever it looks like one. */
    private static Map<String, Object> parameters(Map<String, List<String>> said) {
        return said.entrySet().stream()
                .filter(each -> each.getKey().contains("_") || each.getKey().equals("timeout"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> value(each.getValue().getFirst())));
    }

    private static Object value(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static WorkHeaders work(InferenceCall call) {
        return new WorkHeaders(
                call.id(),
                call.model(),
                call.request().version(),
                Duration.ofSeconds(1),
                call.label(),
                call.purpose(),
                null,
                null,
                null,
                call.traceparent());
    }

    private static byte[] body(String header, byte[] body) {
        return ByteBuffer.allocate(1 + header.length() + body.length)
                .put((byte) header.length())
                .put(utf8(header))
                .put(body)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
