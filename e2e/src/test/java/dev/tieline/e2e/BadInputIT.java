package dev.tieline.e2e;

import static dev.tieline.e2e.ControlledFederation.deployment;
import static dev.tieline.e2e.Federation.TOPICS;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.Hardware;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.wire.Topics;
import dev.tieline.launcher.process.Readiness;
import dev.tieline.models.ModelName;
import dev.tieline.policy.document.YamlMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a controller makes of rubbish and lies: one entry with a reason, and nothing else is harmed. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BadInputIT {
    private static final NodeAddress STRANGER = NodeAddress.of("nowhere/nobody");

    private static ControlledFederation federation;
    private static MqttClient attacker;

    @BeforeAll
    static void start() throws Exception {
        federation = ControlledFederation.start("bad-input");
        assertThat(federation.controller().apply(deployment("sums", "simple@1", 1, 1, "{class: public}")))
                .isEqualTo("created");
        federation.awaitHolding(federation.node(federation.awaitPlaced("sums")), "simple@1");
        attacker = federation.watch("attacker");
    }

    @AfterAll
    static void stop() throws Exception {
        if (attacker != null) {
            attacker.close();
        }
        if (federation != null) {
            federation.close();
        }
    }

    @AfterEach
    void shouldServeAsBefore() throws Exception {
        var answer = Eventually.find(
                "an answer",
                () -> Optional.of(federation.gateway().caller().ask(Requests.simple("simple", 41), PUBLIC))
                        .filter(Answer::served));
        assertThat(answer.served()).isTrue();
        assertThat(federation.controller().get("/nodes").list("nodes").maps())
                .hasSize(4)
                .noneMatch(node -> node.string("state").equals("lost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"birth", "state", "telemetry", "reported", "desired", "routes"})
    void shouldCountRubbishOnEveryTopicOfANode(String kind) throws Exception {
        var topic = "tl/v1/acme/node/nowhere/nobody/" + kind;

        attacker.publish(topic, "{\"apiVersion\": [".getBytes(StandardCharsets.UTF_8), false, new MqttProperties());
        attacker.publish(topic, "{\"apiVersion\": [".getBytes(StandardCharsets.UTF_8), false, new MqttProperties());

        assertThat(awaitRejection(topic, 2).string("reason")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"birth", "reported", "telemetry"})
    void shouldRefuseADocumentThatIsFarTooLarge(String kind) throws Exception {
        var topic = "tl/v1/acme/node/nowhere/giant/" + kind;

        attacker.publish(topic, new byte[3 << 20], false, new MqttProperties());

        assertThat(awaitRejection(topic, 1).string("reason")).contains("3145728");
    }

    @ParameterizedTest
    @CsvSource({"running,-1", "running,1000000", "queued,-5", "modelMemory,-1", "runSlots,0"})
    void shouldNotBelieveTelemetryThatIsOutOfRange(String key, long value) throws Exception {
        var topic = TOPICS.telemetry(federation.lyon().address());

        attacker.publish(topic, telemetry(Instant.now(), key, value, 0.5), false, new MqttProperties());

        var rejected = Eventually.find(
                "a rejection of " + key,
                () -> rejections(topic)
                        .filter(each -> each.string("reason").contains(String.valueOf(value)))
                        .findFirst());
        assertThat(rejected.integer("count")).isPositive();
    }

    @Test
    void shouldNotBelieveTelemetryThatIsNotANumber() throws Exception {
        var topic = TOPICS.telemetry(federation.lyon().address());

        attacker.publish(topic, telemetry(Instant.now(), "running", 0, Double.NaN), false, new MqttProperties());

        var rejected = Eventually.find(
                "a rejection",
                () -> rejections(topic)
                        .filter(each -> each.string("reason").contains("NaN")
                                || each.string("reason").contains("cpu"))
                        .findFirst());
        assertThat(rejected.integer("count")).isPositive();
    }

    @Test
    void shouldNotBelieveTelemetryFromTheFuture() throws Exception {
        var topic = TOPICS.telemetry(federation.frankfurt().address());

        attacker.publish(
                topic, telemetry(Instant.now().plusSeconds(3_600), "running", 0, 0.5), false, new MqttProperties());

        assertThat(awaitRejection(topic, 1).string("reason")).isNotEmpty();
    }

    @Test
    void shouldNotKnowANodeThatWasNeverBorn() throws Exception {
        var topic = TOPICS.telemetry(STRANGER);

        attacker.publish(topic, telemetry(Instant.now(), "running", 0, 0.5), false, new MqttProperties());

        assertThat(awaitRejection(topic, 1).string("reason")).isNotEmpty();
        assertThat(federation.controller().get("/nodes").list("nodes").maps())
                .noneMatch(node -> node.string("node").startsWith("nowhere"));
    }

    @Test
    void shouldAnswerNobodyOfAnotherTenant() throws Exception {
        var others = new Topics(TenantId.of("globex"));
        var topic = TOPICS.dispatch(ModelName.of("simple"));

        attacker.publish(
                topic,
                new byte[] {1},
                false,
                MqttClient.asking(others.reply(STRANGER), "c1", Map.of("tieline-request", "r1")));

        assertThat(awaitRejection(topic, 1).string("reason")).contains("globex");
    }

    @Test
    void shouldTellTheSenderOfAMalformedDispatch() throws Exception {
        var topic = TOPICS.dispatch(ModelName.of("minilm"));
        try (var asker = federation.watch("asker", TOPICS.reply(STRANGER))) {
            asker.publish(
                    topic,
                    new byte[] {1},
                    false,
                    MqttClient.asking(TOPICS.reply(STRANGER), "c2", Map.of("tieline-request", "r1")));

            assertThat(asker.awaitReply("c2").user("tieline-status")).isEqualTo("invalid_request");
        }
        assertThat(awaitRejection(topic, 1).string("reason")).isNotEmpty();
    }

    @Test
    void shouldKeepTheNewerOfTwoNodesWithOneIdAndSayIt() throws Exception {
        var twin = NodeAddress.of("us-east/twin");
        var topic = TOPICS.birth(twin);
        publish(topic, birth(5, "a machine").toJson());
        publish(TOPICS.state(twin), new Presence(Presence.State.READY, 5).toJson());
        attacker.publish(TOPICS.telemetry(twin), telemetry(Instant.now(), 5), false, new MqttProperties());
        awaitBirth(twin, 5);

        publish(topic, birth(6, "another machine").toJson());
        awaitBirth(twin, 6);
        publish(topic, birth(5, "a machine").toJson());
        var ignored = awaitRejection(topic, 1);

        assertThat(ignored.string("reason")).contains("5", "6");
        var unused =
                federation.controller().process().await(Readiness.line("(WARN .*us-east/twin.*)"), Eventually.PATIENCE);
        assertThat(node(twin).orElseThrow().map("profile").string("name")).isEqualTo("another machine");
        publish(topic, "");
        unused = Eventually.find(
                "the twins to be gone", () -> node(twin).isPresent() ? Optional.empty() : Optional.of(""));
    }

    @Test
    void shouldRefuseTwoDeploymentsThatContradictEachOther() throws Exception {
        var refused = federation.controller().post(deployment("sums-too", "simple@1", 1, 1, "{class: unheard}"));
        assertThat(refused.statusCode()).isEqualTo(400);
        var card = federation.place().card("simple").replace("model: simple@1", "model: simple@2");
        assertThat(federation.controller().apply(card)).isEqualTo("created");

        var contradicting = federation.controller().post(deployment("sums-too", "simple@2", 1, 1, "{class: public}"));

        assertThat(contradicting.statusCode()).isEqualTo(409);
        assertThat(contradicting.body()).contains("sums", "simple@1", "simple@2");
    }

    private static Birth birth(long sequence, String machine) {
        var profile = new DeviceProfile(
                machine, new Hardware("amd64", 2, 4L << 30), List.of(), List.of("cpu"), new Capacity(1, 4, 1 << 30));
        return Birth.of(sequence, profile, Map.of());
    }

    private static void awaitBirth(NodeAddress address, long birth) throws Exception {
        var unused =
                Eventually.find("birth " + birth, () -> node(address).filter(seen -> seen.integer("birth") == birth));
    }

    private static Optional<YamlMap> node(NodeAddress address) throws Exception {
        return federation.controller().get("/nodes").list("nodes").maps().stream()
                .filter(seen -> seen.string("node").equals(address.toString()))
                .findFirst();
    }

    private static void publish(String topic, String text) throws Exception {
        attacker.publish(topic, text.getBytes(StandardCharsets.UTF_8), false, new MqttProperties());
    }

    private static YamlMap awaitRejection(String topic, long count) throws Exception {
        return Eventually.find(
                "a rejection of " + topic,
                () -> rejections(topic)
                        .filter(each -> each.integer("count") >= count)
                        .findFirst());
    }

    private static Stream<YamlMap> rejections(String topic) throws Exception {
        return federation.controller().get("/rejections").list("rejections").maps().stream()
                .filter(each -> each.string("topic").equals(topic));
    }

    private static byte[] telemetry(Instant at, long birth) throws IOException {
        return telemetry(at, birth, "running", 0, 0.5);
    }

    private static byte[] telemetry(Instant at, String key, long value, double cpu) throws IOException {
        return telemetry(at, 1, key, value, cpu);
    }

    /** Telemetry as a node writes it, but for one value of its load. */
    private static byte[] telemetry(Instant at, long birth, String key, long value, double cpu) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var cbor = new CBORFactory().createGenerator(bytes)) {
            cbor.writeStartObject();
            cbor.writeNumberField("at", at.toEpochMilli());
            cbor.writeNumberField("birth", birth);
            cbor.writeObjectFieldStart("load");
            for (var field : Map.of("runSlots", 1L, "running", 0L, "queued", 0L, "queueLimit", 4L, "modelMemory", 0L)
                    .entrySet()) {
                cbor.writeNumberField(field.getKey(), field.getKey().equals(key) ? value : field.getValue());
            }
            cbor.writeNumberField("cpu", cpu);
            cbor.writeEndObject();
            cbor.writeObjectFieldStart("models");
            cbor.writeEndObject();
            cbor.writeBooleanField("workLink", true);
            cbor.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
