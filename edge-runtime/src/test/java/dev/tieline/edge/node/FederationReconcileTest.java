package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.Cards;
import dev.tieline.edge.metrics.NodeMetrics;
import dev.tieline.edge.reconcile.Shelf;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node behind a real broker, told what to hold as a controller would tell it. */
class FederationReconcileTest {
    private static final DeviceId SELF = new DeviceId(
            TenantId.of("acme"),
            NodeAddress.of("clinic-berlin/gw-1").site(),
            NodeAddress.of("clinic-berlin/gw-1").node());
    private static final Topics TOPICS = new Topics(SELF.tenant());
    private static final String CARD = Cards.simple("simple@1");
    private static final String PUBLIC_MODELS = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: test, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2036-01-01T00:00:00Z}
            defaults: {public: allow}
            rules:
              - {id: public, effect: permit, for: {class: [public]}, hops: {any: {}}}
            """;

    @TempDir
    Path folder;

    private final MosquittoProcess broker = MosquittoProcess.start();
    private final Shelf shelf = Shelf.start();
    private final List<ReportedState> reports = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final MqttLink controller =
            new MqttLink(LinkOptions.of(broker.uri(), "acme.test.controller"), new Random(1));

    @BeforeEach
    void connect() throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), PUBLIC_MODELS);
        shelf.put("simple.onnx", GeneratedModels.bytes("simple"));
        shelf.putCard(CARD);
        controller.subscribe(TOPICS.reported(SELF.address()), 1, message -> {
            assertThat(message.payload()).isNotEmpty();
            reports.add(ReportedState.read(message.topic(), new String(message.payload(), StandardCharsets.UTF_8)));
        });
        controller.start();
        Eventually.until("the controller is connected", controller::connected);
    }

    @AfterEach
    void close() {
        controller.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        broker.close();
        shelf.close();
    }

    @Test
    void shouldHoldWhatTheControllerDesiresAndReportItAgainOnEachConnection() {
        desire(1);
        try (var node = node(config(broker.uri()))) {
            node.start();
            awaitReady(1);

            broker.kill();
            broker.restart();

            awaitReady(2);
            assertThat(reports.getLast().observedGeneration()).isEqualTo(1);
        }
    }

    @Test
    void shouldServeWhatItHeldBeforeAlthoughTheBrokerAndTheServerAreAway() throws Exception {
        desire(1);
        try (var node = node(config(broker.uri()))) {
            node.start();
            awaitReady(1);
        }
        shelf.close();

        try (var again = node(config(URI.create("mqtt://127.0.0.1:1")))) {
            var endpoint = mount(again);
            again.start();

            assertThat(status(endpoint, "/v2/health/ready")).isEqualTo(200);
            assertThat(status(endpoint, "/v2/models/simple/versions/1/ready")).isEqualTo(200);
        }
    }

    @Test
    void shouldSayInOneSentenceThatItsFoldersCannotBeUsed() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.createFile(folder.resolve("home").resolve("knowledge"));
        try (var node = node(config(broker.uri()))) {
            assertThatThrownBy(node::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(
                            folder.resolve("home").resolve("knowledge").toString());
        }
        Files.createFile(folder.resolve("store"));

        assertThatThrownBy(() -> node(config(broker.uri(), folder.resolve("store"))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(folder.resolve("store").toString());
    }

    @Test
    void shouldNotConnectOnceItWasToldToStopWhileItStarted() {
        var states = new CopyOnWriteArrayList<String>();
        controller.subscribe(TOPICS.state(SELF.address()), 1, message -> states.add(message.topic()));
        try (var node = node(config(broker.uri()))) {
            node.drain();

            node.start();
        }

        assertThat(states).isEmpty();
        assertThat(folder.resolve("home").resolve("birth")).doesNotExist();
    }

    @Test
    void shouldNameTheSettingThatLetsNobodyIn() {
        var settings = new HashMap<>(settings(broker.uri(), folder.resolve("models")));
        settings.put("tieline.serving.max-requests", "0");

        assertThatThrownBy(() -> node(config(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tieline.serving.max-requests")
                .hasMessageContaining("at least 1 request");
    }

    private void desire(long generation) {
        var desired = new DesiredState(
                generation, shelf.base(), List.of(new DesiredModel(ModelRef.of("simple@1"), Cards.artifact(CARD))));
        controller
                .publish(new OutboundMessage(
                        TOPICS.desired(SELF.address()),
                        desired.toJson().getBytes(StandardCharsets.UTF_8),
                        1,
                        true,
                        MessageProperties.NONE))
                .join();
    }

    /** The endpoint of a node, as its application would open it. */
    private URI mount(EdgeNode node) {
        var router = Router.router(vertx);
        node.mount(router);
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private static int status(URI endpoint, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(endpoint.resolve(path)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private void awaitReady(long birth) {
        Eventually.until(
                "the model is reported as ready on connection " + birth,
                () -> reports.stream()
                        .filter(report -> report.birth() >= birth)
                        .flatMap(report -> report.models().values().stream())
                        .anyMatch(model -> model.status() instanceof ModelStatus.Ready));
    }

    private static EdgeNode node(NodeConfig config) {
        return new EdgeNode(config, new NodeMetrics(new SimpleMeterRegistry(), new CollectorRegistry()));
    }

    private NodeConfig config(URI uri) {
        return config(uri, folder.resolve("models"));
    }

    private NodeConfig config(URI uri, Path store) {
        return config(settings(uri, store));
    }

    private Map<String, String> settings(URI uri, Path store) {
        return Map.of(
                "tieline.link.broker",
                uri.toString(),
                "tieline.node.tenant",
                "acme",
                "tieline.node.site",
                "clinic-berlin",
                "tieline.node.name",
                "gw-1",
                "tieline.node.home",
                folder.resolve("home").toString(),
                "tieline.models.store",
                store.toString(),
                "tieline.knowledge.policy",
                folder.resolve("policy.yaml").toString());
    }

    private static NodeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(NodeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(NodeConfig.class);
    }
}
