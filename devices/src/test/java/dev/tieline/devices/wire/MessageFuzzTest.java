package dev.tieline.devices.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.policy.testing.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands on a message beside its body: one property a line, as {@code name=value}. */
class MessageFuzzTest {

    static Stream<byte[]> topics() {
        return Stream.of(
                        "tl/v1/acme/node/clinic-berlin/gw-1/state",
                        "tl/v1/acme/node/clinic-berlin/gw-1/reply",
                        "tl/v1/acme/work/eu-central/fra-1",
                        "tl/v1/acme/dispatch/minilm",
                        "tl/v1/acme/sites",
                        "tl/v1/acme/policy/acme-eu")
                .map(topic -> topic.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> work() {
        return Stream.of("""
                tieline-request=r1
                tieline-model=minilm
                tieline-version=1
                tieline-budget-us=1000
                tieline-class=special
                tieline-tags=health,eu
                tieline-purpose=care
                tieline-decision=allowed
                inference-header-content-length=12
                traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01""".getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> requestsOfDevices() {
        return Stream.of("""
                tieline-version=1
                Tieline-Budget-us=1000
                tieline-budget-us=1000
                inference-header-content-length=12""".getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> replies() {
        return Stream.of("""
                tieline-request=r1
                tieline-status=ok
                tieline-queue=3
                tieline-node=eu-central/fra-1
                inference-header-content-length=12""".getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("topics")
    @FuzzTest
    void shouldKnowATopicOrNot(byte[] bytes) {
        var path = new String(bytes, StandardCharsets.UTF_8);

        var parsed = Fuzzed.decode(bytes.length, NeverThrown.class, () -> Topics.parse(path));

        parsed.ifPresent(topic -> Fuzzed.same(topic, Topics.parse(path)));
    }

    @MethodSource("work")
    @FuzzTest
    void shouldReadOrRefuseAnyWork(byte[] bytes) {
        var read = Fuzzed.decode(bytes.length, HeaderException.class, () -> WorkHeaders.read(properties(bytes)));

        read.ifPresent(headers -> Fuzzed.same(headers, WorkHeaders.read(user(headers.toUserProperties()))));
    }

    @MethodSource("requestsOfDevices")
    @FuzzTest
    void shouldReadOrRefuseAnyRequestOfADevice(byte[] bytes) {
        var properties = properties(bytes);

        var read = Fuzzed.decode(bytes.length, HeaderException.class, () -> InferHeaders.read(properties));

        read.ifPresent(headers -> {
            var timeout = headers.timeout();
            Fuzzed.same(timeout == null || timeout.isPositive(), true);
            Fuzzed.same(
                    timeout == null,
                    InferHeaders.values(properties, "tieline-budget-us").isEmpty());
        });
    }

    @MethodSource("replies")
    @FuzzTest
    void shouldReadOrRefuseAnyReply(byte[] bytes) {
        var read = Fuzzed.decode(bytes.length, HeaderException.class, () -> ReplyHeaders.read(properties(bytes)));

        read.ifPresent(headers -> Fuzzed.same(headers, ReplyHeaders.read(user(headers.toUserProperties()))));
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static MessageProperties properties(byte[] bytes) {
        var user = new LinkedHashMap<String, String>();
        var all = new LinkedHashMap<String, List<String>>();
        new String(bytes, StandardCharsets.UTF_8).lines().limit(64).forEach(line -> {
            var at = Math.max(0, line.indexOf('='));
            var name = line.substring(0, at);
            var value = line.substring(Math.min(line.length(), at + 1));
            all.computeIfAbsent(name, unseen -> new ArrayList<>()).add(value);
            user.putIfAbsent(name, value);
        });
        all.values().removeIf(values -> values.size() < 2);
        return properties(user, all);
    }

    private static MessageProperties user(Map<String, String> user) {
        return properties(user, Map.of());
    }

    private static MessageProperties properties(Map<String, String> user, Map<String, List<String>> repeated) {
        try {
            return new MessageProperties(null, null, null, null, user, repeated);
        } catch (IllegalArgumentException e) {
            return MessageProperties.NONE; // no packet can carry it
        }
    }
}
