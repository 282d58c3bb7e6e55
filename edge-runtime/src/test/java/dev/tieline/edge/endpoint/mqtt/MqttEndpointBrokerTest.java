package dev.tieline.edge.endpoint.mqtt;

import static dev.tieline.edge.endpoint.mqtt.AskedNode.CODEC;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.PUMP;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.SIMPLE;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.bytes;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.World;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and a node with a real broker between them, which takes packets of at most 8,000 bytes. */
class MqttEndpointBrokerTest {
    private final MosquittoProcess broker = MosquittoProcess.start("allow_anonymous true", "max_packet_size 8000");
    private final MqttLink link = new MqttLink(LinkOptions.of(broker.uri(), "node"), new Random(1));
    private final MqttLink device = new MqttLink(LinkOptions.of(broker.uri(), "pump-7"), new Random(2));
    private final List<InboundMessage> heard = new CopyOnWriteArrayList<>();
    private final ExecutorService outbox = Executors.newSingleThreadExecutor();

    @SuppressWarnings("NullAway.Init")
    private AskedNode node;

    @BeforeEach
    void open(@TempDir Path folder) {
        node = new AskedNode(folder, 100, link);
        node.requests = Thread::startVirtualThread;
        node.outbox = outbox;
        link.subscribe(
                new Topics(World.device(World.CLINIC).tenant()).allInfer(World.CLINIC), 1, node.endpoint::receive);
        device.subscribe(PUMP, 1, heard::add);
        link.start();
        device.start();
        Eventually.until("both are connected", () -> link.connected() && device.connected());
    }

    @AfterEach
    void close() {
        device.close();
        link.close();
        outbox.shutdownNow();
        node.close();
        broker.close();
    }

    @Test
    void shouldAnswerOverTheBroker() {
        ask(json(""), Map.of("tieline-class", "personal"));

        var answer = answer();
        assertThat(answer.retained()).isFalse();
        assertThat(answer.properties().correlationData()).isEqualTo(bytes("c1"));
        assertThat(answer.properties().contentType()).isEqualTo("application/json");
        assertThat(answer.properties().user()).containsExactly(Map.entry("tieline-status", "ok"));
        assertThat(answer.properties().expiry()).isBetween(Duration.ofSeconds(1), AskedNode.DEFAULT_TIMEOUT);
        assertThat(text(answer)).contains("[42,42");
    }

    @Test
    void shouldSayThatTheAnswerIsTooLargeAndServeTheNext() {
        var rows = new int[50 * 16];
        Arrays.fill(rows, 1_000_000); // four bytes each on the way here, and eight in JSON
        var request = CODEC.encodeRequest(new InferenceRequest(
                ModelName.of("simple"),
                null,
                "large",
                Map.of(),
                List.of(
                        Tensor.ofInts("INPUT0", Shape.of(50, 16), rows),
                        Tensor.ofInts("INPUT1", Shape.of(50, 16), rows)),
                List.of()));

        ask(request.toByteArray(), Map.of("inference-header-content-length", request.headerLength() + ""));

        var refusal = answer();
        assertThat(refusal.properties().user()).containsEntry("tieline-status", "too_large");
        assertThat(refusal.properties().correlationData()).isEqualTo(bytes("c1"));
        assertThat(text(refusal)).contains("8000");
        heard.clear();
        ask(json(""), Map.of());
        assertThat(text(answer())).contains("[42,42");
    }

    @Test
    void shouldRefuseWhatMayNotPassTheBroker() {
        ask(json(""), Map.of("tieline-class", "special", "tieline-tags", "health"));

        assertThat(answer().properties().user()).containsEntry("tieline-status", "policy_denied");
    }

    @Test
    void shouldAnswerEveryOneOfMany() {
        for (var i = 0; i < 300; i++) {
            ask(json(""), Map.of());
        }

        Eventually.until("all are answered", () -> heard.size() == 300);
        assertThat(heard)
                .extracting(message -> message.properties().user().get("tieline-status"))
                .containsOnly("ok", "overloaded")
                .contains("ok");
        assertThat(node.unanswered()).isZero();
    }

    private void ask(byte[] body, Map<String, String> user) {
        var properties = MessageProperties.ofUser(user).withReplyTo(PUMP, bytes("c1"));
        var unused = device.publish(OutboundMessage.of(SIMPLE, body, properties));
    }

    private InboundMessage answer() {
        Eventually.until("an answer comes", () -> !heard.isEmpty());
        return heard.getFirst();
    }

    private static String text(InboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }
}
