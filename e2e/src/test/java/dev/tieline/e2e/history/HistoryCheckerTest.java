package dev.tieline.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.e2e.history.Outcome.Answered;
import dev.tieline.e2e.history.Outcome.Garbled;
import dev.tieline.e2e.history.Outcome.Gone;
import dev.tieline.e2e.history.Outcome.Refused;
import dev.tieline.e2e.history.Violation.Rule;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final NodeAddress GATEWAY = NodeAddress.of("clinic-berlin/gw-1");
    private static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    private static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    private static final Question QUESTION = new Question("simple", PERSONAL, Duration.ofSeconds(2));
    private static final Answered HERE = new Answered("clinic-berlin", "gw-1", "local", true);
    private static final Gone GONE = new Gone("connection reset");

    private final HistoryChecker checker = new HistoryChecker(
            (label, asked, site) -> label.equals(DataLabel.PUBLIC) || !site.equals("us-east"),
            question -> question.model().equals("denied"));

    @Test
    void shouldFindNothingInAHistoryThatIsInOrder() {
        var calls = List.of(
                call(1, 0, 5, HERE),
                call(2, 0, 2_100, refused("deadline_exceeded", false)),
                call(3, 10, 20, new Answered("eu-west", "lyon-1", "offload", true)),
                call(4, 1_200, 1_210, GONE),
                call(5, 10, 12, refused("overloaded", true)));
        var evidence = new Evidence(
                calls,
                List.of(),
                List.of(new Outage(GATEWAY, span(1_000, 1_500))),
                List.of(),
                List.of(sighting(3, "eu-west/lyon-1")));

        assertThat(checker.check(evidence)).isEmpty();
    }

    @Test
    void shouldFindACallWithoutAnOutcome() {
        assertOnly(Rule.ONE_OUTCOME, check(call(1, 0, 12_000)), "no outcome", "call 1");
    }

    @Test
    void shouldFindACallWithTwoOutcomes() {
        assertOnly(Rule.ONE_OUTCOME, check(call(1, 0, 5, HERE, HERE)), "2 outcomes");
    }

    @Test
    void shouldFindACallThatEndedTooLate() {
        assertOnly(Rule.IN_TIME, check(call(1, 0, 2_501, HERE)), "501 ms too late");
    }

    @Test
    void shouldAcceptACallThatEndedWithinTheGuard() {
        assertThat(check(call(1, 0, 2_500, HERE))).isEmpty();
    }

    @Test
    void shouldNotBlameAnyoneForThePausesOfTheCallersThemselves() {
        var late = call(1, 0, 3_000, HERE);

        assertThat(checker.check(
                        new Evidence(List.of(late), List.of(), List.of(), List.of(span(1_000, 1_500)), List.of())))
                .isEmpty();
        assertOnly(
                Rule.IN_TIME,
                checker.check(
                        new Evidence(List.of(late), List.of(), List.of(), List.of(span(1_000, 1_499)), List.of())),
                "stood still for 499 ms");
    }

    @Test
    void shouldNotBlameAnyoneForAPauseBeforeACallReallyLeft() {
        var late = call(1, 0, 3_000, HERE);

        assertThat(checker.check(new Evidence(List.of(late), List.of(), List.of(), List.of(span(0, 600)), List.of())))
                .isEmpty();
    }

    @Test
    void shouldNotExcuseACallThatHungAlreadyWhenItsNodeWasBroken() {
        var hung = call(1, 0, 20_001, GONE);

        assertThat(check(new Outage(GATEWAY, span(20_000, 22_000)), hung))
                .extracting(Violation::rule)
                .containsExactly(Rule.IN_TIME, Rule.GONE_ONLY_IF_BROKEN);
    }

    @Test
    void shouldGiveCallsToANodeThatWasStoppedTheirDeadlineFromWhenItWentOn() {
        var outage = new Outage(GATEWAY, span(1_000, 4_000));

        assertThat(check(outage, call(1, 900, 6_400, HERE))).isEmpty();
        assertOnly(Rule.IN_TIME, check(outage, call(1, 900, 6_501, HERE)), "501 ms");
        assertOnly(Rule.IN_TIME, check(outage, call(1, 4_100, 6_601, HERE)), "501 ms");
    }

    @Test
    void shouldNotExcuseANodeByTheOutageOfAnother() {
        var outage = new Outage(LYON, span(0, 10_000));

        assertOnly(Rule.IN_TIME, check(outage, call(1, 0, 2_501, HERE)), "too late");
        assertOnly(Rule.GONE_ONLY_IF_BROKEN, check(outage, call(1, 0, 5, GONE)), "clinic-berlin/gw-1");
    }

    @Test
    void shouldFindABrokenConnectionToANodeThatNobodyHadBroken() {
        assertOnly(Rule.GONE_ONLY_IF_BROKEN, check(call(1, 0, 5, GONE)), "connection reset");
        assertOnly(
                Rule.GONE_ONLY_IF_BROKEN,
                check(new Outage(GATEWAY, span(100, 200)), call(1, 201, 205, GONE)),
                "connection reset");
    }

    @Test
    void shouldFindTheAnswerToAnotherQuestion() {
        assertOnly(
                Rule.RIGHT_ANSWER,
                check(call(1, 0, 5, new Answered("clinic-berlin", "gw-1", "local", false))),
                "another question");
    }

    @Test
    void shouldFindAnAnswerThatCannotBeRead() {
        assertOnly(Rule.RIGHT_ANSWER, check(call(1, 0, 5, new Garbled("no JSON"))), "cannot be read", "no JSON");
    }

    @Test
    void shouldFindAnAnswerFromWhereTheDataMayNotBe() {
        assertOnly(
                Rule.ALLOWED_PLACE,
                checkBlind(call(1, 0, 5, new Answered("us-east", "va-1", "offload", true))),
                "at us-east",
                "personal");
    }

    @Test
    void shouldFindDataOnTheirWayToWhereTheyMayNotBe() {
        var evidence = new Evidence(
                List.of(call(1, 0, 5, HERE)), List.of(), List.of(), List.of(), List.of(sighting(1, "us-east/va-1")));

        assertOnly(Rule.ALLOWED_WAY, checker.check(evidence), "sent to us-east", "call 1");
    }

    @Test
    void shouldRecogniseTheDataOfAnEarlierCall() {
        var evidence = new Evidence(
                List.of(),
                List.of(call(1, 0, 5, HERE)),
                List.of(),
                List.of(),
                List.of(sighting(1, "eu-west/lyon-1"), sighting(1, "us-east/va-1")));

        assertOnly(Rule.ALLOWED_WAY, checker.check(evidence), "sent to us-east");
    }

    @Test
    void shouldFindDataThatAreThoseOfNoCall() {
        var unknown = new Evidence(List.of(), List.of(), List.of(), List.of(), List.of(sighting(7, "eu-west/lyon-1")));
        var unreadable = new Evidence(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Sighting(OptionalInt.empty(), "eu-west", "tl/v1/acme/work/eu-west/lyon-1")));

        assertOnly(Rule.ALLOWED_WAY, checker.check(unknown), "number is 7");
        assertOnly(Rule.ALLOWED_WAY, checker.check(unreadable), "cannot be read");
    }

    @Test
    void shouldFindAnErrorThatNothingExplains() {
        assertOnly(Rule.CLEAR_ERROR, check(call(1, 0, 5, refused("execution_failed", false))), "execution_failed");
    }

    @Test
    void shouldFindAnErrorThatSaysNothing() {
        assertOnly(Rule.CLEAR_ERROR, check(call(1, 0, 5, new Refused(502, "unreachable", " ", false))), "says nothing");
    }

    @Test
    void shouldFindABusyNodeThatDoesNotSayWhenToComeAgain() {
        assertOnly(Rule.CLEAR_ERROR, check(call(1, 0, 5, refused("overloaded", false))), "when to come again");
    }

    @Test
    void shouldFindADenialOfWhatPolicyPermits() {
        assertOnly(Rule.CLEAR_ERROR, check(call(1, 0, 5, refused("policy_denied", false))), "policy_denied");
        var denied = new Question("denied", PERSONAL, Duration.ofSeconds(2));
        assertThat(check(new Call(1, GATEWAY, denied, 0, 5, List.of(refused("policy_denied", false)))))
                .isEmpty();
    }

    @Test
    void shouldFindAModelThatItsNodeHasNoReasonNotToKnow() {
        var unknown = call(1, 1_000, 1_005, refused("unknown_model", false));

        assertOnly(Rule.CLEAR_ERROR, check(unknown), "unknown_model");
        assertOnly(Rule.CLEAR_ERROR, check(new Outage(GATEWAY, span(0, 900)), unknown), "unknown_model");
        assertThat(check(new Outage(GATEWAY, span(0, 1_000)), unknown)).isEmpty();
    }

    @Test
    void shouldLetANodeWithoutDataKnowNothingUntilAllIsWhole() {
        var calls = List.of(
                call(1, 1_000, 1_005, refused("unknown_model", false)),
                call(2, 1_000, 1_005, refused("policy_denied", false)));

        assertThat(checker.check(known(calls, new Newcomer(GATEWAY, span(500, 1_000)))))
                .isEmpty();
        assertThat(checker.check(known(calls, new Newcomer(GATEWAY, span(500, 999)))))
                .hasSize(2);
        assertThat(checker.check(known(calls, new Newcomer(LYON, span(500, 1_000)))))
                .hasSize(2);
    }

    @Test
    void shouldFindAnAnswerWhoseDataTheWitnessNeverSaw() {
        var told = call(1, 0, 5, new Answered("eu-west", "lyon-1", "offload", true));
        var elsewhere = List.of(sighting(1, "eu-central/fra-1"));

        assertOnly(Rule.TOLD_WAY, check(told), "never seen", "eu-west/lyon-1");
        assertOnly(
                Rule.TOLD_WAY,
                checker.check(new Evidence(List.of(told), List.of(), List.of(), List.of(), elsewhere)),
                "never seen");
        assertThat(checkBlind(told)).isEmpty();
    }

    @Test
    void shouldFindARouteThatDoesNotLeadToTheNodeThatAnswered() {
        assertOnly(
                Rule.TOLD_WAY,
                check(call(1, 0, 5, new Answered("eu-west", "lyon-1", "local", true))),
                "local does not lead");
        assertOnly(
                Rule.TOLD_WAY,
                check(call(1, 0, 5, new Answered("clinic-berlin", "gw-1", "offload", true))),
                "offload does not lead");
        assertOnly(Rule.TOLD_WAY, check(call(1, 0, 5, new Answered("", "", "", true))), "never seen");
    }

    @Test
    void shouldFindAFederationThatRefusesEverything() {
        var calls = List.of(call(1, 0, 5, refused("unreachable", false)), call(2, 10, 15, refused("overloaded", true)));

        assertOnly(Rule.PROMISE, checker.check(promised(calls, 75)), "all is answered", "0 of 2", "overloaded=1");
    }

    @Test
    void shouldFindAPromiseThatIsKeptForTooFew() {
        var calls = List.of(
                call(1, 0, 5, HERE),
                call(2, 0, 5, HERE),
                call(3, 0, 5, HERE),
                call(4, 0, 5, refused("unreachable", false)));

        assertThat(checker.check(promised(calls, 75))).isEmpty();
        assertOnly(Rule.PROMISE, checker.check(promised(calls, 76)), "3 of 4", "call 4");
    }

    @Test
    void shouldFindAPromiseThatNoCallPutToTheTest() {
        assertOnly(
                Rule.PROMISE,
                checker.check(promised(List.of(call(1, 900, 1_001, HERE), call(2, 1_500, 1_505, HERE)), 1)),
                "0 of 0");
    }

    @Test
    void shouldNotCountCallsAsLateWhoseNodeWasStopped() {
        var late = call(1, 0, 2_101, HERE);

        assertThat(Tally.of(List.of(late), List.of()).late()).isEqualTo(1);
        assertThat(Tally.of(List.of(late), List.of(new Outage(LYON, span(0, 5_000))))
                        .late())
                .isEqualTo(1);
        assertThat(Tally.of(List.of(late), List.of(new Outage(GATEWAY, span(1_000, 1_500))))
                        .late())
                .isZero();
    }

    private List<Violation> check(Call call) {
        return checker.check(new Evidence(List.of(call), List.of(), List.of(), List.of(), List.of()));
    }

    /** As if the witness had seen nothing all the time. */
    private List<Violation> checkBlind(Call call) {
        return checker.check(new Evidence(
                List.of(call),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(span(0, 100_000)),
                List.of()));
    }

    private static Evidence known(List<Call> calls, Newcomer newcomer) {
        return new Evidence(calls, List.of(), List.of(), List.of(newcomer), List.of(), List.of(), List.of(), List.of());
    }

    /** Until one second, everything is answered, or at least so much of it. */
    private static Evidence promised(List<Call> calls, int percent) {
        var promise = new Promise("all is answered", span(0, 1_000), call -> true, Answered.class::isInstance, percent);
        return new Evidence(calls, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(promise));
    }

    private List<Violation> check(Outage outage, Call call) {
        return checker.check(new Evidence(List.of(call), List.of(), List.of(outage), List.of(), List.of()));
    }

    private static void assertOnly(Rule rule, List<Violation> violations, String... words) {
        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.rule()).isEqualTo(rule);
            assertThat(violation.sentence()).contains(words);
        });
    }

    private static Call call(int number, long sentMillis, long endedMillis, Outcome... outcomes) {
        return new Call(number, GATEWAY, QUESTION, sentMillis * 1_000_000, endedMillis * 1_000_000, List.of(outcomes));
    }

    private static Refused refused(String code, boolean retryAfter) {
        return new Refused(503, code, "eu-central/fra-1 was silent", retryAfter);
    }

    private static Sighting sighting(int number, String node) {
        var address = NodeAddress.of(node);
        return new Sighting(OptionalInt.of(number), address.site().value(), "tl/v1/acme/work/" + address);
    }

    private static Span span(long fromMillis, long untilMillis) {
        return new Span(fromMillis * 1_000_000, untilMillis * 1_000_000);
    }
}
