package dev.tieline.e2e;

import static dev.tieline.devices.testing.faults.Direction.FROM_BROKER;
import static dev.tieline.devices.testing.faults.Direction.TO_BROKER;
import static dev.tieline.e2e.Federation.TOPICS;
import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.faults.Direction;
import dev.tieline.devices.testing.faults.FaultProxy;
import dev.tieline.devices.testing.faults.Frame;
import dev.tieline.devices.testing.faults.PacketType;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers and nodes make of single packets that are lost or come twice between a node and the broker. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PacketFaultIT {
    /** Long enough for the next candidate to be asked after one that is silent. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** For calls that are expected to reach their deadline. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final String ROUTES = """
            apiVersion: tieline.dev/routes/v1
            generation: 1
            routes:
              %s: [eu-central/fra-1, us-east/va-1]
            """.formatted(Workplace.REGIONAL);

    private static Workplace place;
    private static Broker broker;
    private static FaultProxy beforeGateway;
    private static FaultProxy beforeFrankfurt;
    private static Node gateway;
    private static Node frankfurt;

    @BeforeAll
    static void start() throws Exception {
        place = Workplace.make("packet-faults");
        broker = Broker.on(place);
        broker.start();
        beforeGateway = FaultProxy.before(broker.port());
        beforeFrankfurt = FaultProxy.before(broker.port());
        gateway = node("clinic-berlin/gw-1", "simple", beforeGateway.uri()).launch();
        frankfurt = node("eu-central/fra-1", Workplace.REGIONAL, beforeFrankfurt.uri())
                .launch();
        var virginia =
                node("us-east/va-1", Workplace.REGIONAL, broker.address()).launch();
        gateway.awaitReady();
        frankfurt.awaitReady();
        virginia.awaitReady();
        virginia.awaitLine("Connected to .* as .*\\.work");
    }

    @AfterAll
    static void stop() {
        place.close();
        beforeGateway.close();
        beforeFrankfurt.close();
        broker.close();
    }

    @BeforeEach
    void heal() throws Exception {
        beforeGateway.heal();
        beforeFrankfurt.heal();
        awaitFrankfurt();
    }

    @Test
    void shouldRunWorkOnceAndAnswerOnceThoughItComesTwice() throws Exception {
        long before = beforeFrankfurt.duplicated(FROM_BROKER);
        try (var witness = new MqttClient(broker.address(), "witness", TOPICS.reply(gateway.address()))) {
            beforeFrankfurt.duplicate(FROM_BROKER, publishTo(TOPICS.work(frankfurt.address())), 1);

            var answer = ask(40, PERSONAL, DEADLINE);
            var next = ask(50, PERSONAL, DEADLINE);

            assertThat(sum(answer)).isEqualTo(41);
            assertThat(sum(next))
                    .as("an answer to another call than the one that came twice")
                    .isEqualTo(51);
            assertThat(beforeFrankfurt.duplicated(FROM_BROKER)).isEqualTo(before + 1);
            var replies = witness.seen();
            // Whoever runs it again says so: each run has a waiting time of its own in the answer.
            assertThat(replies).hasSizeBetween(2, 3);
            assertThat(replies.stream().map(MqttClient.Seen::text).distinct()).hasSize(2);
        }
    }

    @Test
    void shouldAskTheNextCandidateWhenAReplyIsLost() {
        long before = beforeFrankfurt.dropped(TO_BROKER);
        beforeFrankfurt.drop(TO_BROKER, publishTo(TOPICS.reply(gateway.address())), 1);

        int number = 60;
        var answer = ask(number, PUBLIC, DEADLINE);
        while (beforeFrankfurt.dropped(TO_BROKER) == before && number < 100) { // the choice is not only the order's
            assertThat(sum(answer)).isEqualTo(number + 1);
            answer = ask(++number, PUBLIC, DEADLINE);
        }

        assertThat(beforeFrankfurt.dropped(TO_BROKER)).isEqualTo(before + 1);
        assertThat(sum(answer)).isEqualTo(number + 1);
        assertThat(answer.site()).isEqualTo("us-east");
    }

    @Test
    void shouldEndACallWhoseRepliesAreAllLostByItsDeadlineAndNowhereElse() throws Exception {
        try (var witness = new MqttClient(broker.address(), "witness", "tl/v1/+/work/us-east/va-1")) {
            beforeFrankfurt.drop(TO_BROKER, publishTo(TOPICS.reply(gateway.address())), 1_000);

            var answer = ask(70, PERSONAL, SHORT);

            assertThat(answer.status()).isIn(502, 503, 504);
            assertThat(String.valueOf(answer.error())).contains("eu-central/fra-1");
            assertThat(witness.seen()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void shouldLoseNoCallThoughAcknowledgementsAreLost(Direction direction) {
        for (var proxy : new FaultProxy[] {beforeGateway, beforeFrankfurt}) {
            proxy.drop(direction, PacketType.PUBACK, 2);
        }

        for (int number = 80; number < 90; number++) {
            assertThat(sum(ask(number, PUBLIC, DEADLINE))).isEqualTo(number + 1);
        }
    }

    /** A node that waited for these in vain begins anew, on both of its connections. */
    @ParameterizedTest
    @EnumSource(
            value = PacketType.class,
            names = {"CONNACK", "SUBACK"})
    void shouldConnectAgainWhenABeginningIsLost(PacketType answer) throws Exception {
        long before = beforeFrankfurt.dropped(FROM_BROKER);
        beforeFrankfurt.drop(FROM_BROKER, answer, 1);

        beforeFrankfurt.cut();

        awaitFrankfurt();
        assertThat(beforeFrankfurt.dropped(FROM_BROKER)).isGreaterThan(before);
    }

    private static void awaitFrankfurt() throws Exception {
        var unused = Eventually.find(
                "personal work to be done in Frankfurt",
                () -> Optional.of(ask(1, PERSONAL, SHORT)).filter(Answer::served));
    }

    private static Answer ask(int number, DataLabel label, Duration deadline) {
        return gateway.caller().ask(request(number, deadline), label);
    }

    private static InferenceRequest request(int number, Duration deadline) {
        return Requests.simple(Workplace.REGIONAL, number, deadline);
    }

    private static int sum(Answer answer) {
        return answer.served("a call").outputs().getFirst().ints()[0];
    }

    private static Predicate<Frame> publishTo(String topic) {
        return frame -> frame.topic().filter(topic::equals).isPresent();
    }

    private static Node node(String address, String models, URI broker) {
        return new Node(
                place,
                address,
                "--broker=" + broker,
                "--sites=" + place.write("sites.yaml", Federation.SITES),
                "--policy=" + place.write("policy.yaml", Federation.POLICY),
                "--routes=" + place.write("routes.yaml", ROUTES),
                "--models=" + models,
                "--slots=1");
    }
}
