package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.offload.Circuits.Pass;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final NodeAddress FIRST = NodeAddress.of("eu-central/fra-1");
    private static final NodeAddress SECOND = NodeAddress.of("eu-central/fra-2");
    private static final NodeAddress THIRD = NodeAddress.of("eu-central/fra-3");
    private static final NodeAddress ABROAD = NodeAddress.of("us-east/va-1");
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Patience PATIENCE = new Patience(Duration.ofMillis(50), Duration.ofSeconds(2));
    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted();

    private final FakeTicker ticker = new FakeTicker();
    private final Circuits circuits = new Circuits(ticker, new Random(5));

    @Test
    void shouldLeaveASilentNodeAloneAfterThreeFailuresAndSayWhy() {
        silent(FIRST, 3);
        ticker.advance(Duration.ofMillis(2_100));

        assertThat(circuits.obstacle(FIRST))
                .get()
                .asString()
                .matches("no answer for 2\\.1 s, asked again in 0\\.[01] s");
        assertThat(circuits.ask(FIRST, PROBE)).isEmpty();
        assertThat(circuits.obstacle(SECOND))
                .as("its neighbour has done nothing")
                .isEmpty();
    }

    @Test
    void shouldCountTheCircuitsThatAreOpen() {
        assertThat(circuits.open())
                .containsOnlyKeys("node", "site", "controller", "broker")
                .containsValue(0);
        silent(FIRST, 3);

        ticker.advance(Duration.ofMillis(2_100));

        assertThat(circuits.obstacle(FIRST)).isPresent();
        assertThat(circuits.open())
                .containsEntry("node", 1)
                .containsEntry("site", 0)
                .containsEntry("broker", 0);
    }

    @Test
    void shouldNotGiveANodeUpForLess() {
        silent(FIRST, 2);
        ticker.advance(Duration.ofMinutes(1));

        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldAcquitANodeOfWhateverWentOutBeforeItSpoke() {
        silent(FIRST, 2);
        var answered = sent(FIRST);
        ticker.advance(Duration.ofMillis(1_900));

        answered.answered();
        ticker.advance(Duration.ofMillis(200));

        assertThat(circuits.obstacle(FIRST)).isEmpty();
        assertThat(circuits.suspect(FIRST)).isFalse();
    }

    @Test
    void shouldWaitForNothingOnceTheAnswerHasOvertakenTheAcknowledgement() {
        var pass = ask(FIRST);

        pass.answered();
        pass.published(ACCEPTED, PATIENCE);
        ticker.advance(Duration.ofMinutes(1));

        assertThat(circuits.suspect(FIRST)).isFalse();
    }

    @Test
    void shouldCountWhatFailsFirstHoweverLongEarlierCallsMayWait() {
        var patient = new Patience(Duration.ofMillis(50), Duration.ofMinutes(5));
        for (int call = 0; call < 3; call++) {
            ask(FIRST).published(ACCEPTED, patient);
        }
        silent(FIRST, 3);

        ticker.advance(Duration.ofMillis(2_100));

        assertThat(circuits.obstacle(FIRST)).isPresent();
    }

    @Test
    void shouldKnowAtOnceThatANodeIsNotConnected() {
        ask(FIRST).published(new PublishOutcome.NoSubscribers(), PATIENCE);

        assertThat(circuits.obstacle(FIRST)).get().asString().startsWith("not connected to the broker for 0.0 s");
        assertThat(circuits.obstacle(SECOND)).isEmpty();
    }

    @Test
    void shouldSuspectANodeFromWhichNothingHasComeInItsUsualTime() {
        sent(FIRST);
        ticker.advance(Duration.ofMillis(49));
        assertThat(circuits.suspect(FIRST)).isFalse();

        ticker.advance(Duration.ofMillis(1));

        assertThat(circuits.suspect(FIRST)).isTrue();
        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldLeaveAWholeSiteAloneWhenSeveralOfItsNodesAreSilent() {
        silent(FIRST, 3);
        silent(SECOND, 3);
        ticker.advance(PROBE);
        circuits.obstacle(FIRST);
        circuits.obstacle(SECOND);

        assertThat(circuits.obstacle(THIRD)).get().asString().startsWith("no answer from any node of its site");
        assertThat(circuits.obstacle(ABROAD)).isEmpty();
    }

    @Test
    void shouldNotBlameASiteForOneNodeHoweverManyCallsItLeavesUnanswered() {
        silent(FIRST, 50);
        ticker.advance(PROBE);
        circuits.obstacle(FIRST);

        assertThat(circuits.obstacle(SECOND)).isEmpty();
    }

    @Test
    void shouldNotBlameASiteOfWhichAnyNodeSpeaks() {
        silent(FIRST, 3);
        silent(SECOND, 3);
        var third = sent(THIRD);
        ticker.advance(Duration.ofSeconds(1));
        third.answered();
        ticker.advance(Duration.ofSeconds(1));
        circuits.obstacle(FIRST);
        circuits.obstacle(SECOND);

        assertThat(circuits.obstacle(THIRD)).isEmpty();
    }

    @Test
    void shouldUseASiteAgainOnceAnyOfItsNodesAnswers() {
        silent(FIRST, 3);
        silent(SECOND, 3);
        ticker.advance(Duration.ofSeconds(3));
        assertThat(circuits.due(FIRST)).isTrue();

        ask(THIRD).answered();

        assertThat(circuits.obstacle(THIRD)).isEmpty();
        assertThat(circuits.suspect(THIRD)).isFalse();
        assertThat(circuits.due(SECOND)).as("it has not spoken itself").isTrue();
    }

    @Test
    void shouldBlameNobodyButTheBrokerForWhatItDoesNotAcknowledge() {
        for (int i = 0; i < 10; i++) {
            ask(FIRST);
        }
        ticker.advance(Duration.ofSeconds(4));

        assertThat(circuits.brokerSilent()).isTrue();
        assertThat(circuits.obstacle(FIRST)).isEmpty();
        assertThat(circuits.suspect(FIRST)).isFalse();
    }

    @Test
    void shouldNotBlameANodeWhileTheBrokerIsSilent() {
        silent(FIRST, 3);
        ask(SECOND);
        ticker.advance(Duration.ofSeconds(4));
        circuits.brokerSilent();

        circuits.ask(ABROAD, PROBE).orElseThrow().answered();

        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldFailFastWhileTheBrokerIsSilentAndLetOneCallFindOut() {
        ask(FIRST);
        ticker.advance(Duration.ofSeconds(2));
        assertThat(circuits.brokerObstacle())
                .get()
                .asString()
                .startsWith("the broker has acknowledged nothing for 2.0 s");
        ticker.advance(Duration.ofMillis(300));

        var probe = ask(SECOND);

        assertThat(circuits.ask(ABROAD, PROBE)).isEmpty();
        probe.published(ACCEPTED, PATIENCE);
        assertThat(circuits.brokerObstacle()).isEmpty();
    }

    @Test
    void shouldTakeARefusalOfTheBrokerForASignOfLife() {
        var refused = ask(FIRST);
        refused.published(failed(LinkFailure.Kind.NOT_AUTHORIZED), PATIENCE);
        ticker.advance(Duration.ofMinutes(1));

        assertThat(circuits.brokerObstacle()).isEmpty();
        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldBlameNobodyForWhatNeverLeft() {
        for (int i = 0; i < 5; i++) {
            ask(FIRST).published(failed(LinkFailure.Kind.PACKET_TOO_LARGE), PATIENCE);
            ask(FIRST).published(failed(LinkFailure.Kind.CONNECTION_LOST), PATIENCE);
        }
        ticker.advance(Duration.ofMinutes(1));

        assertThat(circuits.brokerObstacle()).isEmpty();
        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldBlameTheBrokerWhenNothingCanLeaveBecauseItTakesNothing() {
        var pass = ask(FIRST);
        ticker.advance(Duration.ofSeconds(2));
        pass.published(failed(LinkFailure.Kind.EXPIRED), PATIENCE);

        assertThat(circuits.brokerSilent()).isTrue();
    }

    @Test
    void shouldLetAnotherCallProbeWhenAProbeWasNotSent() {
        open(FIRST);

        ask(FIRST).returned();

        assertThat(circuits.ask(FIRST, PROBE)).isPresent();
    }

    @Test
    void shouldLetAnotherCallProbeOnceAProbeThatNobodyWaitsForHasHadItsTime() {
        open(FIRST);
        sent(FIRST);
        assertThat(circuits.ask(FIRST, PROBE)).isEmpty();

        ticker.advance(PROBE.plusMillis(500));

        assertThat(circuits.ask(FIRST, PROBE)).isPresent();
    }

    @Test
    void shouldForgetAllWhenTheConnectionIsANewOne() {
        open(FIRST);
        ask(SECOND);
        ticker.advance(Duration.ofSeconds(5));

        circuits.forget();

        assertThat(circuits.obstacle(FIRST)).isEmpty();
        assertThat(circuits.brokerObstacle()).isEmpty();
        assertThat(circuits.suspect(FIRST)).isFalse();
    }

    @Test
    void shouldLeaveASilentControllerAlone() {
        for (int i = 0; i < 3; i++) {
            var pass = circuits.askController(PROBE).orElseThrow();
            pass.sending(PROBE);
            pass.published(ACCEPTED, PATIENCE);
        }
        ticker.advance(PROBE);

        assertThat(circuits.controllerObstacle()).get().asString().startsWith("it has not answered for 2.0 s");
        assertThat(circuits.askController(PROBE)).isEmpty();
        assertThat(circuits.obstacle(FIRST)).isEmpty();
    }

    @Test
    void shouldLetExactlyOneOfManyThreadsProbe() throws Exception {
        open(FIRST);
        int threads = 32;
        var admitted = new AtomicInteger();
        var done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread.ofVirtual().start(() -> {
                circuits.ask(FIRST, PROBE).ifPresent(pass -> admitted.incrementAndGet());
                done.countDown();
            });
        }
        done.await();

        assertThat(admitted).hasValue(1);
    }

    @Test
    void shouldNotRememberEveryNodeForEver() {
        open(FIRST);
        for (int i = 0; i < 2_000; i++) {
            circuits.obstacle(NodeAddress.of("s-" + i + "/n"));
        }

        assertThat(circuits.due(FIRST)).isFalse();
        assertThat(circuits.suspect(FIRST)).isFalse();
    }

    /** Its circuit opened, and its pause is over. */
    private void open(NodeAddress node) {
        ask(node).published(new PublishOutcome.NoSubscribers(), PATIENCE);
        ticker.advance(Circuit.SHORTEST_PAUSE);
        assertThat(circuits.due(node)).isTrue();
    }

    private void silent(NodeAddress node, int times) {
        for (int i = 0; i < times; i++) {
            sent(node);
        }
    }

    private Pass sent(NodeAddress node) {
        var pass = ask(node);
        pass.published(ACCEPTED, PATIENCE);
        return pass;
    }

    private Pass ask(NodeAddress node) {
        var pass = circuits.ask(node, PROBE).orElseThrow();
        pass.sending(PROBE);
        return pass;
    }

    private static PublishOutcome failed(LinkFailure.Kind kind) {
        return new PublishOutcome.Failed(new LinkFailure(kind, 0, "for a reason"));
    }
}
