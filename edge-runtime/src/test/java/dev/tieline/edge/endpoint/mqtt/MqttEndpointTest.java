package dev.tieline.edge.endpoint.mqtt;

import static dev.tieline.edge.endpoint.mqtt.AskedNode.CODEC;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.PUMP;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.SIMPLE;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.asking;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.correlation;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.error;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.json;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.request;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.status;
import static dev.tieline.edge.endpoint.mqtt.AskedNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device hears whose request reaches a model, and what the node does until it does. */
class MqttEndpointTest {
    @SuppressWarnings("NullAway.Init")
    private AskedNode node;

    @BeforeEach
    void open(@TempDir Path folder) {
        node = new AskedNode(folder, 2);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldAnswerTheClientThatAsked() {
        node.ask(request(Map.of()));

        var answer = node.onlyAnswer();
        assertThat(answer.topic()).isEqualTo(PUMP);
        assertThat(answer.qos()).isEqualTo(1);
        assertThat(answer.retain()).isFalse();
        assertThat(correlation(answer)).isEqualTo("c1");
        assertThat(answer.properties().contentType()).isEqualTo("application/json");
        assertThat(answer.properties().user()).containsExactly(Map.entry("tieline-status", "ok"));
        assertThat(text(answer)).contains("\"id\":\"r1\"", "[42,42", "\"tieline_site\":\"clinic-berlin\"");
        assertThat(node.unanswered()).isZero();
    }

    @Test
    void shouldAnswerWithoutCorrelationDataWhereNoneCame() {
        var properties = new MessageProperties(PUMP, null, null, null, Map.of());

        node.ask(request(SIMPLE, json(""), properties));

        assertThat(status(node.onlyAnswer())).isEqualTo("ok");
        assertThat(correlation(node.onlyAnswer())).isNull();
    }

    @Test
    void shouldTakeAndGiveTensorsInBinaryForm() {
        var asked = CODEC.encodeRequest(new InferenceRequest(
                Calls.request("simple").model(),
                null,
                "r2",
                Map.of("binary_data_output", true),
                List.of(
                        Tensor.ofInts("INPUT0", Shape.of(1, 16), new int[16]),
                        Tensor.ofInts("INPUT1", Shape.of(1, 16), new int[16])),
                List.of()));
        var user = Map.of("inference-header-content-length", String.valueOf(asked.headerLength()));

        node.ask(request(SIMPLE, asked.toByteArray(), asking(user)));

        var answer = node.onlyAnswer();
        assertThat(answer.properties().contentType()).isEqualTo("application/octet-stream");
        assertThat(status(answer)).isEqualTo("ok");
        var headerLength =
                Integer.valueOf(String.valueOf(answer.properties().user().get("inference-header-content-length")));
        var response = CODEC.decodeResponse(ByteBuffer.wrap(answer.payload()), headerLength);
        assertThat(response.id()).isEqualTo("r2");
        assertThat(response.outputs()).hasSize(2);
    }

    @Test
    void shouldDoNothingOnTheThreadThatDelivers() {
        node.endpoint.receive(request(Map.of()));

        assertThat(node.egress.sent()).isEmpty();
        assertThat(node.waiting()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheAnswerToTheBrokerNoLongerThanTheDeviceWaits() {
        node.endpoint.receive(request(Map.of("tieline-budget-us", "9000000")));
        node.ticker.advance(Duration.ofSeconds(4));
        node.run();

        assertThat(node.onlyAnswer().properties().expiry()).isEqualTo(Duration.ofSeconds(5));
        assertThat(node.egress.patience()).isEqualTo(Duration.ofSeconds(5));
    }

    /** In seconds: the budget beside the body, the timeout in it, what is left of the message's expiry; 0 is none. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 20", "9, 0, 0, 9", "9, 7, 0, 7", "9, 7, 5, 5", "0, 0, 5, 5", "5, 7, 9, 5", "0, 30, 60, 30"})
    void shouldTakeTheEarliestOfAllDeadlines(int budget, int timeout, int expiry, int least) {
        var user = budget == 0 ? Map.<String, String>of() : Map.of("tieline-budget-us", budget + "000000");
        var properties = expiry == 0 ? asking(user) : asking(user).withExpiry(Duration.ofSeconds(expiry));

        node.ask(request(SIMPLE, json(timeout == 0 ? "" : "\"timeout\":" + timeout + "000000"), properties));

        assertThat(node.onlyAnswer().properties().expiry()).isEqualTo(Duration.ofSeconds(least));
    }

    @Test
    void shouldSayThatItWasTooLate() {
        node.endpoint.receive(request(Map.of("tieline-budget-us", "1000000")));
        node.ticker.advance(Duration.ofSeconds(2));
        node.run();

        var answer = node.onlyAnswer();
        assertThat(status(answer)).isEqualTo("deadline_exceeded");
        assertThat(text(answer)).doesNotContain("OUTPUT0");
        assertThat(answer.properties().expiry()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldAskForTheVersionThatTheDeviceNames() {
        var known = node.known.get();
        node.known.set(new Knowledge(known.sites(), known.policy(), Routes.none()));

        node.ask(request(Map.of("tieline-version", "1")));
        node.ask(request(Map.of("tieline-version", "2")));

        assertThat(node.egress.sent()).extracting(AskedNode::status).containsExactly("ok", "unknown_model");
        assertThat(error(node.egress.sent().getLast()).message()).startsWith("Request for unknown model: 'simple'");
    }

    @Test
    void shouldLeaveWhatItDoesNotKnowAlone() {
        node.ask(request(Map.of("firmware", "1.2", "tieline-colour", "red")));

        assertThat(status(node.onlyAnswer())).isEqualTo("ok");
    }

    @Test
    void shouldNotRunWhatItMayNotAnswer() {
        node.slots.reserve();
        node.slots.reserve(); // so that a run would be refused for another reason

        node.ask(request(Map.of("tieline-class", "special", "tieline-tags", "health")));

        var answer = node.onlyAnswer();
        assertThat(status(answer)).isEqualTo("policy_denied");
        assertThat(correlation(answer)).isEqualTo("c1");
        assertThat(error(answer)).isInstanceOfSatisfying(InferenceError.PolicyDenied.class, denied -> {
            assertThat(denied.rule()).isEqualTo("health-never-leaves");
            assertThat(denied.mismatch())
                    .isEqualTo(new Mismatch(
                            new Mismatch.Hop(1, "relay", "broker-fra"), "clear", "other than clear, cipher, metadata"));
        });
    }

    @Test
    void shouldJoinAllThatIsSaidOfTheData() {
        var twice = Map.of("tieline-class", List.of("public", "special"), "tieline-tags", List.of("a", "health"));
        var first = Map.of("tieline-class", "public", "tieline-tags", "a");
        var properties = new MessageProperties(PUMP, null, null, null, first, twice);

        node.ask(request(SIMPLE, json(""), properties));

        assertThat(error(node.onlyAnswer()).message()).contains("health-never-leaves");
    }

    @Test
    void shouldHeedALabelWhoseNameIsWrittenOtherwise() {
        node.ask(request(Map.of("Tieline-Class", "special", "TIELINE-TAGS", "health")));

        assertThat(status(node.onlyAnswer())).isEqualTo("policy_denied");
    }

    @Test
    void shouldHeedALabelInTheBody() {
        var body = json("\"tieline_class\":\"special\",\"tieline_tags\":\"health\"");

        node.ask(request(SIMPLE, body, asking(Map.of())));

        assertThat(status(node.onlyAnswer())).isEqualTo("policy_denied");
    }

    @Test
    void shouldAnswerNothingThatWasForbiddenWhileItWasMade() {
        node.egress.whileItWaits(() -> node.known.set(World.withoutPolicy()));

        node.ask(request(Map.of()));

        assertThat(status(node.onlyAnswer())).isEqualTo("policy_denied");
        assertThat(text(node.onlyAnswer())).doesNotContain("OUTPUT0");
    }

    @Test
    void shouldSayThatTheAnswerIsTooLargeForTheBroker() {
        failOnce(LinkFailure.Kind.PACKET_TOO_LARGE);

        node.ask(request(Map.of()));

        var told = node.egress.sent().getLast();
        assertThat(status(told)).isEqualTo("too_large");
        assertThat(error(told).message()).contains("the link says why");
        assertThat(correlation(told)).isEqualTo("c1");
        assertThat(node.unanswered()).isZero();
    }

    @Test
    void shouldSendAnAnswerAgainThatTheEndOfTheNodeInterrupted() {
        failOnce(LinkFailure.Kind.INTERRUPTED);

        node.ask(request(Map.of()));

        assertThat(node.egress.sent()).hasSize(2).extracting(AskedNode::status).containsOnly("ok");
        assertThat(node.unanswered()).isZero();
    }

    @Test
    void shouldCountAnAnswerThatTheBrokerDidNotGet() {
        failOnce(LinkFailure.Kind.NOT_CONNECTED);

        node.ask(request(Map.of()));
        node.ask(request(Map.of()));

        assertThat(node.unanswered()).isEqualTo(1);
        assertThat(node.egress.sent()).hasSize(2);
    }

    @Test
    void shouldCountARefusalForWhichThereIsNoRoom() {
        node.outbox = task -> {
            throw new RejectedExecutionException("full");
        };

        for (var i = 0; i < 5; i++) {
            node.ask(request(Map.of("tieline-version", "9")));
        }
        node.ask(request(Map.of()));

        assertThat(node.unanswered()).isEqualTo(5);
        assertThat(status(node.onlyAnswer())).isEqualTo("ok");
    }

    @Test
    void shouldCarryTheTraceOfTheDeviceInItsError() {
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        node.ask(request(Map.of("traceparent", trace, "tieline-version", "9")));

        assertThat(text(node.onlyAnswer())).contains(trace);
    }

    /** What is handed to the link fails once, and goes well ever after. */
    private void failOnce(LinkFailure.Kind kind) {
        var sendings = new AtomicInteger();
        node.egress.outcome(new PublishOutcome.Failed(new LinkFailure(kind, 0, "the link says why")));
        node.egress.whileItWaits(() -> {
            if (sendings.incrementAndGet() > 1) {
                node.egress.outcome(new PublishOutcome.Accepted());
            }
        });
    }
}
