package dev.tieline.e2e.history;

import dev.tieline.e2e.history.Violation.Rule;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What callers may count on for a stretch of time, so that a federation that refuses everything is not in order. A promise
 * that no call puts to the test is not kept either.
 *
 * @param what for people
 * @param span when; calls count that were sent and ended in it
 * @param about which calls
 * @param kept by which outcomes
 * @param percent of those calls, at least
 */
public record Promise(String what, Span span, Predicate<Call> about, Predicate<Outcome> kept, int percent) {
    private static final int ALL = 100;

    public Promise {
        if (percent <= 0 || percent > ALL) {
            throw new IllegalArgumentException("a promise is kept by 1 to 100 percent of the calls, not by " + percent);
        }
    }

    Optional<Violation> broken(List<Call> calls) {
        var meant = calls.stream().filter(this::counts).filter(about).toList();
        var keeping = meant.stream()
                .filter(call -> call.outcomes().stream().anyMatch(kept))
                .count();
        return !meant.isEmpty() && keeping * ALL >= (long) percent * meant.size()
                ? Optional.empty()
                : Optional.of(new Violation(
                        Rule.PROMISE,
                        what
                                + ": kept by %d of %d calls, promised for %d %%; the others: %s"
                                        .formatted(keeping, meant.size(), percent, others(meant))));
    }

    private boolean counts(Call call) {
        return call.sent() - span.from() >= 0 && call.ended() - span.until() <= 0;
    }

    private String others(List<Call> meant) {
        var others = meant.stream()
                .filter(call -> call.outcomes().stream().noneMatch(kept))
                .toList();
        return others.isEmpty() ? "none" : Tally.of(others, List.of()).refused() + ", such as " + others.getFirst();
    }
}
