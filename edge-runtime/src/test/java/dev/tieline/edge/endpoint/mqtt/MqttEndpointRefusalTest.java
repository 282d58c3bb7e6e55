package dev.tieline.edge.endpoint.mqtt;

import static dev.tieline.edge.endpoint.mqtt.AskedNode.SIMPLE;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.asking;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.bytes;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.correlation;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.error;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.json;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.request;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.status;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.models.infer.InferenceError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device hears, or does not, whose request cannot be served; whatever it is, the next one is. */
class MqttEndpointRefusalTest {
    @SuppressWarnings("NullAway.Init")
    private AskedNode node;

    @BeforeEach
    void open(@TempDir Path folder) {
        node = new AskedNode(folder, 1);
    }

    /** With an entrance for one, whoever stayed inside would keep this one out. */
    @AfterEach
    void shouldServeTheNext() {
        node.requests = Runnable::run;
        var before = node.egress.sent().size();

        node.ask(request(Map.of()));

        assertThat(node.egress.sent()).hasSize(before + 1);
        assertThat(text(node.egress.sent().getLast())).contains("[42,42");
        node.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "tl/v1/other/client/clinic-berlin/pump-7",
                "tl/v1/acme/client/clinic-bonn/pump-7",
                "tl/v1/acme/client/clinic-berlin/pump-7/x",
                "tl/v1/acme/client/clinic-berlin/PUMP",
                "tl/v1/acme/client/clinic-berlin",
                "tl/v1/acme/node/clinic-berlin/gw-1/state",
                "tl/v1/acme/node/clinic-berlin/gw-1/reply",
                "tl/v1/acme/work/eu-central/fra-1",
                "tl/v1/acme/infer/clinic-berlin/gw-1/simple",
                "tl/v1/acme/sites",
                "elsewhere",
                ""
            })
    void shouldPublishNothingForARequestThatNamesNoClientOfThisSite(@Nullable String responseTopic) {
        node.ask(request(SIMPLE, json(""), new MessageProperties(responseTopic, bytes("c1"), null, null, Map.of())));

        assertThat(node.egress.sent()).isEmpty();
        assertThat(node.unanswered()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tl/v1/acme/infer/clinic-berlin/gw-1/simple/x", "tl/v1/acme/infer/clinic-berlin/gw-2/simple"})
    void shouldCountARequestWhoseTopicNamesNoModel(String topic) {
        node.ask(request(topic, json(""), asking(Map.of())));

        assertThat(node.egress.sent()).isEmpty();
        assertThat(node.endpoint.unanswered()).containsEntry("unknown_topic", 1L);
        assertThat(node.unanswered()).isEqualTo(1);
    }

    @Test
    void shouldRefuseARequestForWhichThereIsNoRoom(@TempDir Path folder) {
        try (var wide = new AskedNode(folder, 2)) {
            wide.door.enter(Protocol.HTTP).orElseThrow().hold(AskedNode.ROOM);

            wide.ask(request(Map.of()));

            assertThat(status(wide.egress.sent().getFirst())).isEqualTo("overloaded");
            assertThat(text(wide.egress.sent().getFirst())).contains("67108864 of the 67108864 bytes");
            assertThat(wide.door.inside()).isEqualTo(1);
        }
    }

    @Test
    void shouldDropARequestThatTheBrokerKept() {
        node.ask(new InboundMessage(SIMPLE, json(""), true, asking(Map.of())));

        assertThat(node.egress.sent()).isEmpty();
        assertThat(node.unanswered()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAtOnceWhenTooManyAreInside() {
        node.endpoint.receive(request(Map.of()));

        node.endpoint.receive(
                request(SIMPLE, bytes("not looked at"), asking(Map.of()).withCorrelation(bytes("c2"))));

        assertThat(status(node.onlyAnswer())).isEqualTo("overloaded");
        assertThat(correlation(node.onlyAnswer())).isEqualTo("c2");
        assertThat(error(node.onlyAnswer()))
                .isInstanceOfSatisfying(
                        InferenceError.Overloaded.class,
                        full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        node.run();
    }

    @Test
    void shouldRefuseWhileTheNodeGoesAndEndWhatItHasTaken(@TempDir Path folder) {
        try (var going = new AskedNode(folder, 2)) {
            going.endpoint.receive(request(Map.of()));
            going.endpoint.drain();

            going.endpoint.receive(request(Map.of()));
            going.run();

            assertThat(going.egress.sent()).extracting(AskedNode::status).containsExactly("model_not_ready", "ok");
            assertThat(error(going.egress.sent().getFirst()).message()).contains("the node is shutting down");
        }
    }

    @Test
    void shouldRefuseWhatCameTooLateForTheThreads() {
        node.requests = task -> {
            throw new RejectedExecutionException("the node is shutting down");
        };

        node.ask(request(Map.of()));

        assertThat(status(node.onlyAnswer())).isEqualTo("model_not_ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "", ".hidden", "no model", "%73imple", "simple@1", "Ünicode"})
    void shouldNotKnowAModelThatThereIsNot(String asked) {
        node.ask(request("tl/v1/acme/infer/clinic-berlin/gw-1/" + asked, json(""), asking(Map.of())));

        assertThat(status(node.onlyAnswer())).isEqualTo("unknown_model");
        assertThat(error(node.onlyAnswer()).message()).startsWith("Request for unknown model");
    }

    @ParameterizedTest
    @CsvSource({
        "tieline-budget-us, 0, tieline-budget-us",
        "tieline-budget-us, soon, tieline-budget-us",
        "inference-header-content-length, -1, Inference-Header-Content-Length",
        "inference-header-content-length, x, Inference-Header-Content-Length",
        "inference-header-content-length, 99999999999, Inference-Header-Content-Length",
        "inference-header-content-length, 99999, 99999",
        "inference-header-content-length, 3, JSON",
        "inference-header-content-length, 0, a body without JSON",
        "tieline-purpose, '', tieline-purpose",
    })
    void shouldNameThePropertyThatIsWrong(String name, String value, String named) {
        node.ask(request(Map.of(name, value)));

        assertThat(status(node.onlyAnswer())).isEqualTo("invalid_request");
        assertThat(error(node.onlyAnswer()).message()).contains(named);
    }

    @Test
    void shouldRefuseAVersionThatNoModelCanHave() {
        node.ask(request(Map.of("tieline-version", "../1")));

        assertThat(status(node.onlyAnswer())).isEqualTo("unknown_model");
    }

    /** Every one is answered, and with an error of the protocol or, where chance left it whole, with a result. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldAnswerWhateverComes(long seed) {
        var random = new Random(seed);
        for (var i = 1; i <= 500; i++) {
            var body = json("");
            for (var changes = random.nextInt(1, 6); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }

            node.ask(request(SIMPLE, body, asking(Map.of())));

            assertThat(node.egress.sent()).as("seed %d", seed).hasSize(i);
            assertThat(status(node.egress.sent().getLast()))
                    .as("seed %d, number %d", seed, i)
                    .isIn("ok", "invalid_request", "too_large");
        }
    }
}
