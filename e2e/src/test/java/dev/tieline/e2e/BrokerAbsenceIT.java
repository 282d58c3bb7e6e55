package dev.tieline.e2e;

import static dev.tieline.e2e.Requests.PERSONAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Presence;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway and a region whose broker comes and goes, and nodes that leave. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BrokerAbsenceIT {
    private static final String GATEWAY_STATE = "tl/v1/acme/node/clinic-berlin/gw-1/state";
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Workplace place = Workplace.make("broker-absence");
    private final Broker broker = Broker.on(place);
    private final Node gateway = node("clinic-berlin/gw-1", "simple");
    private final Node region = node("eu-central/fra-1", "simple," + Workplace.REGIONAL);

    @BeforeEach
    void start() throws Exception {
        gateway.launch();
        region.launch();
        gateway.awaitReady();
        region.awaitReady();
    }

    @AfterEach
    void stop() {
        place.close();
        broker.close();
    }

    @Test
    void shouldServeWithoutABrokerAndOffloadWhenItComesAndComesAgain() throws Exception {
        var local = gateway.caller().ask(Requests.simple("simple", 41), PERSONAL);
        var refused = gateway.caller().ask(regional(), PERSONAL);

        assertThat(local.route()).isEqualTo("local");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(Objects.requireNonNull(refused.error()))
                .isInstanceOf(InferenceError.Unreachable.class)
                .extracting(InferenceError::message)
                .asString()
                .contains("no connection to the broker", broker.address().toString());

        broker.start();
        awaitOffload("once the broker is there");

        broker.stop();
        var unused = Eventually.find(
                "a refusal",
                () -> Optional.of(gateway.caller().ask(regional(), PERSONAL)).filter(answer -> !answer.served()));
        assertThat(gateway.caller().ask(Requests.simple("simple", 41), PERSONAL).route())
                .isEqualTo("local");

        broker.start();
        awaitOffload("once the broker is there again");
        try (var newcomer = new MqttClient(broker.address(), "newcomer", GATEWAY_STATE)) {
            var state = newcomer.await("a state that the new broker never had", message -> true);
            assertThat(state.text()).contains("ready");
        }
    }

    @Test
    void shouldSayGoodbyeAndEndWhenItIsAskedTo() throws Exception {
        broker.start();
        awaitOffload("before the end");
        try (var watch = new MqttClient(broker.address(), "watch", GATEWAY_STATE)) {
            var unused = watch.await("the state", message -> message.text().contains("ready"));

            gateway.process().terminate();

            assertThat(gateway.process().awaitEnd(Eventually.PATIENCE)).isIn(0, 128 + 15);
            var last = watch.await("a goodbye", message -> message.text().contains("draining"));
            assertThat(Presence.read(GATEWAY_STATE, last.text()).state()).isEqualTo(Presence.State.DRAINING);
            assertThat(watch.seen()).noneMatch(message -> message.text().contains("lost"));
        }
    }

    @Test
    void shouldEndWhenItIsAskedToThoughTheBrokerNeverCame() throws Exception {
        gateway.process().terminate();

        assertThat(gateway.process().awaitEnd(Eventually.PATIENCE)).isIn(0, 128 + 15);
        assertThat(gateway.process().output()).noneMatch(line -> line.startsWith("\tat "));
    }

    private void awaitOffload(String when) throws Exception {
        var answer = Eventually.find(
                "an offload " + when,
                () -> Optional.of(gateway.caller().ask(regional(), PERSONAL)).filter(Answer::served));
        assertThat(answer.site()).isEqualTo("eu-central");
    }

    private static InferenceRequest regional() {
        return Requests.simple(Workplace.REGIONAL, 41, SHORT);
    }

    private Node node(String address, String models) {
        return new Node(
                place,
                address,
                "--broker=" + broker.address(),
                "--sites=" + place.write("sites.yaml", Federation.SITES),
                "--policy=" + place.write("policy.yaml", Federation.POLICY),
                "--routes=" + place.write("routes.yaml", Federation.ROUTES),
                "--models=" + models,
                "--slots=1");
    }
}
