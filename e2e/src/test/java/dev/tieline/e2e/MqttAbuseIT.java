package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node with little memory does with floods of messages at a broker, as {@link AbuseIT} has it for connections. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MqttAbuseIT {
    private static final Workplace PLACE = Workplace.make("mqtt-abuse");
    private static final String INFER = "tl/v1/acme/infer/clinic-berlin/gw-1/simple";
    private static final String WORK = "tl/v1/acme/work/clinic-berlin/gw-1";
    private static final String PROBE = "tl/v1/acme/client/clinic-berlin/probe";
    private static final String REPLY = "tl/v1/acme/node/eu-central/fra-1/reply";
    private static final String NOBODY = "tl/v1/acme/work/eu-central/fra-1";
    private static final long MOST_LOGGED = 200 << 10;

    private static Broker broker;
    private static SmallNode node;

    private GoodCaller good;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.on(PLACE);
        broker.start();
        node = SmallNode.start(
                PLACE,
                List.of("tieline.serving.idle-time=5s"),
                "--broker=" + broker.address(),
                "--sites=" + PLACE.write("sites.yaml", Federation.SITES),
                "--policy=" + PLACE.write("policy.yaml", Federation.POLICY));
        node.node().awaitLine("Connected to .* as .*\\.work");
    }

    @AfterAll
    static void stop() {
        PLACE.close();
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void call() throws Exception {
        good = new GoodCaller(node.endpoint());
        good.awaitServed(1);
    }

    /** What the node is like when the flood has passed, to callers and to devices. */
    @AfterEach
    void shouldBeAsBefore() throws Exception {
        try (var device = new MqttClient(broker.address(), "device", PROBE)) {
            var unused = Eventually.find("a device to be served", () -> {
                device.publish(INFER, question(), false, MqttClient.asking(PROBE, "after", Map.of()));
                return device.seen().stream()
                                .anyMatch(reply -> reply.user("tieline-status").equals("ok"))
                        ? Optional.of("")
                        : Optional.empty();
            });
        }
        node.assertAsBefore(good);
        try (var logs = Files.list(PLACE.folder().resolve("logs"))) {
            for (var log : logs.filter(file -> file.getFileName().toString().startsWith("gw-1"))
                    .toList()) {
                assertThat(Files.size(log)).as("what is told of it in %s", log).isLessThan(MOST_LOGGED);
            }
        }
    }

    static Stream<Arguments> messages() {
        var question = question();
        return Stream.of(
                Arguments.of("questions", INFER, PROBE, question),
                Arguments.of("rubbish", INFER, PROBE, text("rubbish")),
                Arguments.of("models that there are not", INFER + "x", PROBE, question),
                Arguments.of("questions without properties", INFER, "", question),
                Arguments.of("questions to be answered elsewhere", INFER, NOBODY, question),
                Arguments.of("questions to be answered on a long topic", INFER, "x".repeat(1_000), question),
                Arguments.of("work without properties", WORK, "", question),
                Arguments.of("work that says nothing of itself", WORK, REPLY, question),
                Arguments.of("work to be answered to nobody", WORK, NOBODY, question),
                Arguments.of("work to be answered on a long topic", WORK, "x".repeat(1_000), question));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void shouldServeOthersDuringAFlood(String what, String topic, String responseTopic, byte[] body) throws Exception {
        flood(topic, responseTopic, body, 2, 2_000);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("topics")
    void shouldServeOthersDuringAFloodOfLargeMessages(String topic, String responseTopic) throws Exception {
        var body = new byte[1 << 20];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy(question(), 0, body, 0, question().length);

        flood(topic, responseTopic, body, 2, 100);
    }

    static Stream<Arguments> topics() {
        return Stream.of(Arguments.of(INFER, PROBE), Arguments.of(INFER, ""), Arguments.of(WORK, REPLY));
    }

    /** From so many clients, each of which says so much without waiting for anything. */
    private void flood(String topic, String responseTopic, byte[] body, int clients, int messages) throws Exception {
        try (var flood = new Flood(broker.address())) {
            for (int client = 0; client < clients; client++) {
                var frames = MqttFrames.connect("flood-" + client);
                for (int i = 0; i < messages; i++) {
                    frames.publish(topic, responseTopic, body);
                }
                flood.open(1, frames.toByteArray());
            }
            var unused = Eventually.find("the broker to take all of it", () -> {
                flood.listen();
                return flood.push() == 0 ? Optional.of("") : Optional.empty();
            });
            good.awaitServed(3);
            assertThat(flood.listen()).as("who was thrown out").noneMatch(Flood.Line::closed);
        }
    }

    private static byte[] question() {
        return text(GoodCaller.QUESTION);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
