package dev.tieline.e2e.history;

import dev.tieline.e2e.history.Outcome.Answered;
import dev.tieline.e2e.history.Outcome.Garbled;
import dev.tieline.e2e.history.Outcome.Gone;
import dev.tieline.e2e.history.Outcome.Refused;
import dev.tieline.e2e.history.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Says what was not in order: every call has exactly one outcome, by its deadline, at a place that is allowed for its
 * data, with the right numbers or with a clear error that something explains; its data travelled only where they may, and where its
 * answer says; it was lost with the connection only while the test had broken the asked node. And what callers may count on
 * while something is broken, they got.
 */
public final class HistoryChecker {
    /** Ends this much after the deadline are told in reports. */
    public static final Duration COUNTED = Duration.ofMillis(100);

    /** How much after its deadline a call may end: five times what is promised, for machines that do other work too. */
    public static final Duration GUARD = Duration.ofMillis(500);

    /** What callers wait beyond the deadline before they give a call up for lost. */
    public static final Duration HANG = Duration.ofSeconds(10);

    private final AllowedPlaces places;
    private final ErrorRule errors;

    /** @param denied the questions that policy lets nobody answer */
    public HistoryChecker(AllowedPlaces places, Predicate<Question> denied) {
        this.places = places;
        this.errors = new ErrorRule(denied);
    }

    /** What broke a rule, in the order of the calls, the sightings and the promises. */
    public List<Violation> check(Evidence evidence) {
        var violations = new ArrayList<Violation>();
        var witness = new WitnessRule(places, evidence);
        for (var call : evidence.calls()) {
            Stream.of(
                            oneOutcome(call),
                            inTime(call, evidence),
                            goneOnlyIfBroken(call, evidence),
                            rightAnswer(call),
                            allowedPlace(call),
                            find(call, Answered.class).flatMap(answer -> witness.toldWay(call, answer)),
                            clearError(call, evidence))
                    .flatMap(Optional::stream)
                    .forEach(violations::add);
        }
        evidence.sightings().forEach(sighting -> witness.allowedWay(sighting).ifPresent(violations::add));
        evidence.promises().forEach(promise -> promise.broken(evidence.calls()).ifPresent(violations::add));
        return violations;
    }

    private static Optional<Violation> oneOutcome(Call call) {
        return switch (call.outcomes().size()) {
            case 1 -> Optional.empty();
            case 0 ->
                violation(Rule.ONE_OUTCOME, "no outcome until " + HANG.toSeconds() + " s after the deadline", call);
            default -> violation(Rule.ONE_OUTCOME, call.outcomes().size() + " outcomes", call);
        };
    }

    /** While the asked node is stopped it can tell nobody anything; what it reads after that is new to it. */
    private static Optional<Violation> inTime(Call call, Evidence evidence) {
        if (call.outcomes().isEmpty()) {
            return Optional.empty(); // said already
        }
        long due = call.due();
        for (var outage : outages(call, evidence)) {
            long later = outage.span().until() + call.question().deadline().toNanos();
            due = later - due > 0 ? later : due;
        }
        if (call.ended() - due <= 0) {
            return Optional.empty();
        }
        var late = Duration.ofNanos(call.ended() - due);
        var own = Span.covered(call.sent(), call.ended(), evidence.pauses());
        return late.minus(own).compareTo(GUARD) <= 0
                ? Optional.empty()
                : violation(
                        Rule.IN_TIME,
                        "it ended " + late.toMillis() + " ms too late (the callers themselves stood still for "
                                + own.toMillis() + " ms of its time)",
                        call);
    }

    private static Optional<Violation> goneOnlyIfBroken(Call call, Evidence evidence) {
        return find(call, Gone.class).isPresent() && outages(call, evidence).isEmpty()
                ? violation(Rule.GONE_ONLY_IF_BROKEN, "the connection broke and nobody had broken the asked node", call)
                : Optional.empty();
    }

    private static Optional<Violation> rightAnswer(Call call) {
        if (find(call, Garbled.class).isPresent()) {
            return violation(Rule.RIGHT_ANSWER, "the answer cannot be read", call);
        }
        return find(call, Answered.class).filter(answer -> !answer.right()).isPresent()
                ? violation(Rule.RIGHT_ANSWER, "the answer is that of another question", call)
                : Optional.empty();
    }

    private Optional<Violation> allowedPlace(Call call) {
        return find(call, Answered.class)
                .filter(answer -> !places.allows(call.question().label(), call.asked(), answer.site()))
                .flatMap(answer -> violation(
                        Rule.ALLOWED_PLACE, "it was run at " + answer.site() + ", where it may not be", call));
    }

    private Optional<Violation> clearError(Call call, Evidence evidence) {
        return find(call, Refused.class)
                .flatMap(refused -> errors.trouble(refused, call, evidence))
                .flatMap(trouble -> violation(Rule.CLEAR_ERROR, trouble, call));
    }

    private static List<Outage> outages(Call call, Evidence evidence) {
        return evidence.outages().stream()
                .filter(outage -> outage.excuses(call))
                .toList();
    }

    private static <T extends Outcome> Optional<T> find(Call call, Class<T> kind) {
        return call.outcomes().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Optional<Violation> violation(Rule rule, String what, Call call) {
        return Optional.of(new Violation(rule, what + ": " + call));
    }
}
