package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.Calls;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What an offload does about nodes, and a broker, that say nothing. */
class AttemptsSilenceTest {
    private static final Candidate FIRST = Stage.candidate("eu-central/fra-1");
    private static final Candidate SECOND = Stage.candidate("eu-west/lyon-1");
    private static final Duration QUICK = Duration.ofMillis(20);
    private static final Duration SECOND_LONG = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Stage stage = new Stage(3).with(FIRST, Stage.silent()).with(SECOND, Stage.answers(QUICK));

    @Test
    void shouldLeaveTimeForTheNextCandidateHoweverShortTheDeadline() {
        var result = stage.offload(SECOND_LONG, FIRST, SECOND);

        assertServedBy(SECOND, result);
        assertThat(stage.now()).as("half of what was left, and the answer").isEqualTo(Duration.ofMillis(520));
    }

    @Test
    void shouldGiveAKnownNodeTheTimeInWhichItUsuallyAnswers() {
        used(FIRST);
        stage.with(FIRST, Stage.silent());
        var before = stage.now();

        assertServedBy(SECOND, stage.offload(TEN_SECONDS, FIRST, SECOND));

        assertThat(stage.now().minus(before)).isEqualTo(Duration.ofMillis(50).plus(QUICK));
    }

    @Test
    void shouldTakeTheAnswerOfTheEarlierNodeIfItComesFirst() {
        used(FIRST);
        stage.with(FIRST, Stage.answers(Duration.ofMillis(60)));

        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST, SECOND));

        assertThat(stage.asked).containsExactly(FIRST.node(), SECOND.node());
    }

    @Test
    void shouldLearnFromAnAnswerThatCameTooLateForItsCall() {
        used(FIRST);
        for (int i = 0; i < 5; i++) {
            stage.with(FIRST, Stage.answers(Duration.ofMillis(400)));
            stage.offload(TEN_SECONDS, FIRST, SECOND);
            stage.pass(SECOND_LONG);
        }

        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST, SECOND));

        assertThat(stage.asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldAskASuspectNodeAfterTheOthers() {
        used(FIRST);
        stage.with(FIRST, Stage.silent());
        stage.offload(TEN_SECONDS, FIRST, SECOND);
        stage.pass(SECOND_LONG);

        stage.with(SECOND, Stage.refuses(QUICK, new InferenceError.Overloaded("full", Duration.ZERO, null)));
        stage.offload(TEN_SECONDS, FIRST, SECOND);

        assertThat(stage.asked).containsExactly(SECOND.node(), FIRST.node());
    }

    @Test
    void shouldNotAskTwoForOneCallEarlyOnceItsBudgetForThatIsSpent() {
        used(FIRST);
        stage.with(FIRST, Stage.silent());
        while (stage.experience.budget().take()) {}
        var before = stage.now();

        assertServedBy(SECOND, stage.offload(TEN_SECONDS, FIRST, SECOND));

        assertThat(stage.now().minus(before)).isEqualTo(Stage.ATTEMPT_TIMEOUT.plus(QUICK));
    }

    @Test
    void shouldNotSpendTheBudgetOnANodeThatSaysNo() {
        stage.with(FIRST, Stage.refuses(QUICK, new InferenceError.Overloaded("full", Duration.ZERO, null)));
        for (int i = 0; i < 50; i++) {
            assertServedBy(SECOND, stage.offload(TEN_SECONDS, FIRST, SECOND));
        }

        assertThat(stage.experience.budget().take()).isTrue();
    }

    @Test
    void shouldNotAskANodeThatHasFallenSilentAndSayWhy() {
        used(FIRST);
        stage.with(FIRST, Stage.silent());
        for (int i = 0; i < 3; i++) {
            stage.offload(Duration.ofSeconds(3), FIRST);
        }
        stage.pass(TEN_SECONDS);
        assertThat(stage.circuits.obstacle(FIRST.node()))
                .as("its pause is over")
                .isEmpty();
        assertThat(stage.circuits.ask(FIRST.node(), Stage.ATTEMPT_TIMEOUT)).isPresent();

        var result = stage.offload(TEN_SECONDS, FIRST);

        assertThat(stage.asked).isEmpty();
        assertThat(summary(result)).matches("eu-central/fra-1: not asked: no answer for \\d+\\.\\d s, being asked now");
    }

    @Test
    void shouldNotTakeANodeForDeadThatIsOnlySlow() {
        used(FIRST);
        stage.with(FIRST, Stage.answers(Duration.ofSeconds(5)));
        for (int i = 0; i < 10; i++) {
            stage.offload(SECOND_LONG, FIRST);
        }

        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST));
    }

    @Test
    void shouldNotTakeANodeForDeadThatIsTooLateForHastyCalls() {
        used(FIRST);
        var late = new InferenceError.DeadlineExceeded("not done by the deadline");
        stage.with(FIRST, Stage.refuses(Duration.ofMillis(1_020), late));
        for (int i = 0; i < 1_000; i++) {
            stage.offload(SECOND_LONG, FIRST);
        }
        stage.with(FIRST, Stage.answers(Duration.ofSeconds(3)));

        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST));
        assertThat(stage.experience
                        .times()
                        .expected(
                                FIRST.node(),
                                Calls.simple(DataLabel.PUBLIC, stage.ticker.in(QUICK))
                                        .model()))
                .get(InstanceOfAssertFactories.DURATION)
                .as("its lateness has been learned")
                .isGreaterThan(SECOND_LONG);
    }

    @Test
    void shouldNotBlameANodeForDeadlinesThatNobodyCouldMeet() {
        var hasty = Duration.ofMillis(50);
        for (int i = 0; i < 20; i++) {
            stage.offload(hasty, FIRST);
        }

        assertThat(stage.circuits.obstacle(FIRST.node())).isEmpty();
        stage.with(FIRST, Stage.answers(Duration.ofMillis(300)));
        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST));
    }

    @Test
    void shouldLetAHastyCallThatFindsOutWaitForNoMoreThanItHasAndTheNodeAnswerLater() {
        absent(FIRST);
        stage.with(FIRST, Stage.answers(Duration.ofMillis(300)));

        stage.offload(Duration.ofMillis(50), FIRST);
        stage.pass(Duration.ofMillis(200));
        assertThat(stage.circuits.obstacle(FIRST.node())).get().asString().endsWith("being asked now");
        stage.pass(Duration.ofMillis(100));

        assertThat(stage.circuits.obstacle(FIRST.node())).isEmpty();
        assertThat(stage.circuits.suspect(FIRST.node())).isFalse();
    }

    @Test
    void shouldFindOutBesideTheFirstCandidateThatANodeIsBack() {
        absent(FIRST);
        stage.with(FIRST, Stage.answers(Duration.ofMillis(300)));
        var before = stage.now();

        assertServedBy(SECOND, stage.offload(TEN_SECONDS, FIRST, SECOND));

        assertThat(stage.asked).containsExactly(FIRST.node(), SECOND.node());
        assertThat(stage.now().minus(before)).as("it cost no time").isEqualTo(QUICK);
        assertThat(stage.circuits.obstacle(FIRST.node())).isPresent();
        stage.pass(SECOND_LONG);
        assertThat(stage.circuits.suspect(FIRST.node())).isFalse();
    }

    @Test
    void shouldAskANodeThatMayBeBackOnlyOnceAtATime() {
        absent(FIRST);
        stage.with(FIRST, Stage.silent());

        stage.offload(TEN_SECONDS, FIRST, SECOND);
        stage.offload(TEN_SECONDS, FIRST, SECOND);

        assertThat(stage.asked).containsExactly(SECOND.node());
    }

    @Test
    void shouldFindOutAboutASilentSiteByTheNodeOfItThatHasNotFailed() {
        var dead = List.of(Stage.candidate("plant/a"), Stage.candidate("plant/b"));
        var back = Stage.candidate("plant/c");
        dead.forEach(candidate -> stage.with(candidate, Stage.silent()));
        stage.with(back, Stage.answers(QUICK));
        while (stage.circuits.obstacle(back.node()).isEmpty()) {
            stage.offload(TEN_SECONDS, Stage.ATTEMPT_TIMEOUT, dead);
            stage.pass(SECOND_LONG);
        }
        stage.pass(TEN_SECONDS);

        var result = stage.offload(TEN_SECONDS, dead.getFirst(), dead.getLast(), back);

        assertServedBy(back, result);
        assertThat(stage.asked).containsExactly(back.node());
    }

    @Test
    void shouldUseANodeThatIsBackEvenIfItIsTheOnlyOne() {
        absent(FIRST);
        stage.with(FIRST, Stage.answers(QUICK));

        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST));
        assertServedBy(FIRST, stage.offload(TEN_SECONDS, FIRST));
    }

    @Test
    void shouldNotWaitForASilentNodeWhileThereIsRoomHere() {
        used(FIRST);
        stage.with(FIRST, Stage.silent());
        var before = stage.now();

        var result = stage.offload(TEN_SECONDS, Stage.ATTEMPT_TIMEOUT, List.of(FIRST), () -> true);

        assertThat(result).isInstanceOf(OffloadResult.Failed.class);
        assertThat(stage.now().minus(before)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void shouldWaitForASilentNodeWhileThereIsNoRoomHereEither() {
        used(FIRST);
        stage.with(FIRST, Stage.answers(Duration.ofSeconds(5)));

        var result = stage.offload(TEN_SECONDS, Stage.ATTEMPT_TIMEOUT, List.of(FIRST), () -> false);

        assertServedBy(FIRST, result);
    }

    @Test
    void shouldLeaveTimeToServeItHereWhenTheBrokerAcknowledgesNothing() {
        stage.with(FIRST, Stage.unacknowledged()).with(SECOND, Stage.unacknowledged());

        var result = stage.offload(SECOND_LONG, Stage.ATTEMPT_TIMEOUT, List.of(FIRST, SECOND), () -> true);

        assertThat(result).isInstanceOf(OffloadResult.Failed.class);
        assertThat(stage.asked).containsExactly(FIRST.node());
        assertThat(stage.now()).isLessThan(SECOND_LONG);
    }

    @Test
    void shouldLeaveTimeToServeItHereWhenNothingCanEvenLeave() {
        stage.with(FIRST, Stage.blocked()).with(SECOND, Stage.blocked());

        stage.offload(SECOND_LONG, Stage.ATTEMPT_TIMEOUT, List.of(FIRST, SECOND), () -> true);

        assertThat(stage.now()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shouldNeedNoBudgetToServeItHere() {
        used(FIRST);
        while (stage.experience.budget().take()) {
            stage.with(FIRST, Stage.silent());
        }
        var before = stage.now();

        stage.offload(SECOND_LONG, Stage.ATTEMPT_TIMEOUT, List.of(FIRST), () -> true);

        assertThat(stage.now().minus(before)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void shouldTellSoonThatTheBrokerTakesNothingAndAskNobodyElseThroughIt() {
        stage.with(FIRST, Stage.unacknowledged()).with(SECOND, Stage.unacknowledged());

        var result = stage.offload(TEN_SECONDS, FIRST, SECOND);

        assertThat(summary(result)).isEqualTo("eu-central/fra-1: the broker did not acknowledge it");
        assertThat(stage.asked).containsExactly(FIRST.node());
        assertThat(stage.now()).isLessThan(Duration.ofSeconds(3));
        assertThat(stage.circuits.brokerSilent()).isTrue();
        assertThat(stage.circuits.suspect(FIRST.node())).as("nobody knows").isFalse();
    }

    @Test
    void shouldTellSoonThatNothingCanEvenLeave() {
        stage.with(FIRST, Stage.blocked()).with(SECOND, Stage.blocked());

        var result = stage.offload(TEN_SECONDS, FIRST, SECOND);

        assertThat(summary(result)).startsWith("eu-central/fra-1: not sent: EXPIRED: none of the 64 places");
        assertThat(stage.asked).containsExactly(FIRST.node());
        assertThat(stage.now()).isEqualTo(Stage.ATTEMPT_TIMEOUT);
        assertThat(stage.circuits.brokerSilent()).isTrue();
    }

    @Test
    void shouldWaitForTheBrokerToTakeALargeBody() {
        stage.with(
                FIRST,
                message -> stage.after(Duration.ofSeconds(4), () -> {
                    message.acknowledge();
                    message.answer(QUICK);
                }));

        var result = stage.offload(TEN_SECONDS, Duration.ofSeconds(8), List.of(FIRST, SECOND));

        assertServedBy(FIRST, result);
        assertThat(stage.asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldHearTheBrokerAgainWhenItAcknowledgesLate() {
        stage.with(FIRST, message -> stage.after(Duration.ofSeconds(5), message::acknowledge));
        stage.offload(TEN_SECONDS, FIRST);
        assertThat(stage.circuits.brokerSilent()).isTrue();

        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.circuits.brokerObstacle()).isEmpty();
    }

    @Test
    void shouldTellSilenceOfANodeFromSilenceOfTheBroker() {
        stage.with(SECOND, Stage.silent());

        assertThat(summary(stage.offload(SECOND_LONG, FIRST, SECOND)))
                .isEqualTo("eu-central/fra-1, eu-west/lyon-1: no answer in time");
        assertThat(stage.now()).isEqualTo(SECOND_LONG);
    }

    @Test
    void shouldSayWhatWasTriedSoThatItCanBeReadHoweverManyThereWere() {
        var many = IntStream.range(0, 10)
                .mapToObj(number -> Stage.candidate("s-" + number + "/n"))
                .toList();
        many.forEach(candidate -> stage.with(candidate, Stage.absent()));

        var result = stage.offload(TEN_SECONDS, Stage.ATTEMPT_TIMEOUT, many);

        assertThat(summary(result)).isEqualTo("s-0/n, s-1/n, s-2/n, s-3/n and 6 more: not connected to the broker");
    }

    @Test
    void shouldEndAtOnceWhenInterruptedWhileItWaits() {
        stage.after(QUICK, () -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> stage.offload(TEN_SECONDS, FIRST, SECOND)).satisfies(this::isShuttingDown);

        assertThat(Thread.interrupted()).as("the mark is kept").isTrue();
        assertThat(stage.asked).containsExactly(FIRST.node());
        assertThat(stage.now()).isEqualTo(QUICK);
        assertOwesNothing();
    }

    @Test
    void shouldAskNobodyWhenItIsAlreadyInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stage.offload(TEN_SECONDS, FIRST, SECOND)).satisfies(this::isShuttingDown);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stage.asked).isEmpty();
        assertOwesNothing();
    }

    @Test
    void shouldEndAtOnceWhenInterruptedWhileItsMessageWaitsToLeave() {
        stage.with(FIRST, message -> {
            Thread.currentThread().interrupt();
            message.outcome(new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.INTERRUPTED, 0, "stopped")));
        });

        assertThatThrownBy(() -> stage.offload(TEN_SECONDS, FIRST, SECOND)).satisfies(this::isShuttingDown);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stage.asked).containsExactly(FIRST.node());
        assertOwesNothing();
    }

    private void isShuttingDown(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new InferenceError.ModelNotReady("simple", "the node is shutting down")));
    }

    private void assertOwesNothing() {
        assertThat(stage.replies.size()).isZero();
        assertThat(stage.replies.attempts()).isZero();
        assertThat(stage.experience.loads().betterOfTwo(List.of(FIRST, SECOND), stage.ticker.nanos()))
                .isEqualTo(FIRST);
    }

    /** A node that has answered often enough to be known as quick. */
    private void used(Candidate candidate) {
        stage.with(candidate, Stage.answers(QUICK));
        for (int i = 0; i < 50; i++) {
            assertServedBy(candidate, stage.offload(TEN_SECONDS, candidate));
        }
    }

    /** A node that was not there when it was asked, and whose pause is over. */
    private void absent(Candidate candidate) {
        stage.with(candidate, Stage.absent());
        stage.offload(TEN_SECONDS, candidate);
        stage.pass(Circuit.SHORTEST_PAUSE);
    }

    private static void assertServedBy(Candidate candidate, OffloadResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(candidate));
    }

    private static String summary(OffloadResult result) {
        return ((OffloadResult.Failed) result).summary();
    }
}
