package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topic.NodeTopic.Kind;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.background.BackgroundThread;
import dev.tieline.edge.knowledge.Given;
import dev.tieline.edge.knowledge.HttpPolicySource;
import dev.tieline.edge.knowledge.KnowledgeBase;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clinic's node with a real broker between it and a controller. */
class FederationTest {
    private static final Holdings KNOWN =
            new Holdings(1, new HeldPolicy(1, List.of(new HeldPolicy.Bundle("test", 1)), null), 3);
    private static final Topics TOPICS = new Topics(World.device(World.CLINIC).tenant());
    private static final byte[] POLICY = World.policyText().getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home = Path.of("");

    private final MosquittoProcess broker = MosquittoProcess.start();
    private final MqttLink controller = new MqttLink(LinkOptions.of(broker.uri(), "controller"), new Random(1));
    private final KnowledgeBase knowledge = new KnowledgeBase(
            new HttpPolicySource(Duration.ofSeconds(20)), new BackgroundThread("test-knowledge"), new Random(2));
    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final RunSlots slots = new RunSlots(1, 0);

    @SuppressWarnings("NullAway.Init")
    private HttpServer blobs;

    @SuppressWarnings("NullAway.Init")
    private Federation node;

    @BeforeEach
    void open() throws IOException {
        blobs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        blobs.createContext("/policy", exchange -> {
            exchange.sendResponseHeaders(200, POLICY.length);
            exchange.getResponseBody().write(POLICY);
            exchange.close();
        });
        blobs.start();
        controller.start();
        Eventually.until("the controller is connected", controller::connected);
        knowledge.start(Given.NOTHING, home.resolve("knowledge"));
        node = node();
    }

    @AfterEach
    void close() {
        node.close();
        knowledge.close();
        controller.close();
        slots.close();
        blobs.stop(0);
        broker.close();
    }

    @Test
    void shouldTakeWhatTheControllerHasPublishedBefore() {
        tellAll();

        node.start();

        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));
        assertThat(knowledge.refused()).isZero();
    }

    @Test
    void shouldHoldNothingAnyMoreOnceAllIsWithdrawn() {
        tellAll();
        node.start();
        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));

        tell(TOPICS.sites(), "");
        tell(TOPICS.policy(), "");
        tell(TOPICS.routes(World.CLINIC), "");

        Eventually.until("nothing is known", () -> knowledge.holdings().equals(Holdings.NONE));
    }

    @Test
    void shouldExpectAnyModelUntilItIsToldOfSome() {
        var before = node.prospect(ModelName.of("simple"));
        tellAll();
        node.start();
        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));

        assertThat(before).contains("this node has not been told yet which models there are");
        assertThat(node.prospect(ModelName.of("simple"))).isEmpty();
    }

    @Test
    void shouldExpectAModelThatItShallHold() {
        tellAll();
        var card = new Artifact("card.yaml", Digest.ofBytes(POLICY), POLICY.length);
        var models = List.of(new DesiredModel(ModelRef.of("late@1"), card));
        var blobsAway = URI.create("http://127.0.0.1:1/blobs");
        tell(TOPICS.desired(World.CLINIC), new DesiredState(1, blobsAway, models).toJson());

        node.start();

        Eventually.until(
                "it is expected",
                () -> node.prospect(ModelName.of("late"))
                        .filter("this node shall hold late@1 and does not yet"::equals)
                        .isPresent());
        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));
        assertThat(node.prospect(ModelName.of("simple"))).isEmpty();
    }

    @Test
    void shouldSayHowItDoesRightAfterItConnects() {
        var heard = new CopyOnWriteArrayList<InboundMessage>();
        controller.subscribe(TOPICS.allNodes(Kind.TELEMETRY), 0, heard::add);
        tell(TOPICS.sites(), ""); // once this is answered, the subscription stands

        node.start();

        Eventually.until("telemetry comes, whose period is one hour", () -> !heard.isEmpty());
        var telemetry = Telemetry.read("telemetry", heard.getFirst().payload());
        assertThat(home.resolve("birth")).hasContent(Long.toString(telemetry.birth()));
        assertThat(telemetry.load().runSlots()).isEqualTo(1);
    }

    @Test
    void shouldHaveSaidThatItDrainsBeforeItGoesOn() {
        var states = new CopyOnWriteArrayList<InboundMessage>();
        node.start();
        controller.subscribe(TOPICS.state(World.CLINIC), 1, states::add);
        Eventually.until("it is ready", () -> states(states).contains(Presence.State.READY));

        node.drain(Duration.ofSeconds(20));

        Eventually.until("it drains", () -> states(states).contains(Presence.State.DRAINING));
        node.close();
        assertThat(states(states)).doesNotContain(Presence.State.LOST);
    }

    @Test
    void shouldAskTheControllerAndHearItsAnswer() {
        var asked = new CopyOnWriteArrayList<InboundMessage>();
        controller.subscribe(TOPICS.sharedDispatch("controllers"), 1, message -> {
            asked.add(message);
            answerWarming(message);
        });
        tellAll();
        node.start();
        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));
        var call = Calls.simple(World.PERSONAL);
        Eventually.until("the work link stands", () -> node.offloading().obstacle(call) == null);

        var result = node.offloading().dispatch(call);

        assertThat(result)
                .isEqualTo(new DispatchResult.Refused(
                        new InferenceError.Warming("a copy is on its way", Duration.ofSeconds(3))));
        assertThat(asked).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/dispatch/simple");
            assertThat(message.payload()).as("personal data").isEmpty();
        });
    }

    @Test
    void shouldSayThatNoControllerIsThere() {
        tellAll();
        node.start();
        Eventually.until("all is known", () -> knowledge.holdings().equals(KNOWN));
        var call = Calls.simple(DataLabel.PUBLIC);
        Eventually.until("the work link stands", () -> node.offloading().obstacle(call) == null);

        var result = node.offloading().dispatch(call);

        assertThat(result).isInstanceOf(DispatchResult.NoAnswer.class);
    }

    private static List<Presence.State> states(List<InboundMessage> heard) {
        return heard.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .map(text -> Presence.read("state", text).state())
                .toList();
    }

    private void tellAll() {
        var routes = Routes.of(3, Map.of(Calls.request("simple").model(), List.of(World.FRANKFURT)));
        var source = URI.create("http://127.0.0.1:" + blobs.getAddress().getPort() + "/policy");
        var file = new Artifact("policy.yaml", Digest.ofBytes(POLICY), POLICY.length);
        tell(
                TOPICS.sites(),
                World.governedBy("controller-fra", Routes.none()).sites().toJson());
        tell(TOPICS.policy(), new PolicyPointers(1, List.of(new PolicyPointer("test", 1, file, source))).toJson());
        tell(TOPICS.routes(World.CLINIC), routes.toJson());
    }

    private void tell(String topic, String text) {
        controller
                .publish(OutboundMessage.retained(topic, text.getBytes(StandardCharsets.UTF_8)))
                .join();
    }

    private void answerWarming(InboundMessage message) {
        var headers = new ReplyHeaders(
                WorkHeaders.read(message.properties()).requestId(),
                "warming",
                0,
                NodeAddress.of("controller-fra/controller"),
                null);
        var error = new InferenceError.Warming("a copy is on its way", Duration.ofSeconds(3));
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withCorrelation(message.properties().correlationData());
        var topic = Objects.requireNonNull(message.properties().responseTopic());
        var unused = controller.publish(OutboundMessage.of(topic, codec.encodeError(error, null), properties));
    }

    private Federation node() {
        var self = World.device(World.CLINIC);
        var policy = new DecisionPoint(self, knowledge, World.CLOCK, new Random(1));
        var local = new Federation.Local(
                policy,
                knowledge,
                new ModelRegistry(),
                slots,
                World.serving(System::nanoTime),
                codec,
                System::nanoTime,
                Thread::startVirtualThread,
                Tracing.off());
        return new Federation(self, config(), local, new Random(3));
    }

    private NodeConfig config() {
        var settings = Map.of(
                "tieline.node.home",
                home.toString(),
                "tieline.link.broker",
                broker.uri().toString(),
                "tieline.telemetry.period",
                "1h",
                "tieline.offload.attempt-timeout",
                "10s");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(NodeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(NodeConfig.class);
    }
}
