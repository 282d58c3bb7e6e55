package dev.tieline.e2e.matrix;

import dev.tieline.e2e.history.Tally;
import dev.tieline.e2e.history.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a cell.
 *
 * @param all the calls of the whole cell
 * @param refusedMeanwhile the errors while it was broken, by code: of calls sent and ended in that time
 * @param violations what the history checker found
 * @param failure what did not hold beside that, or null
 * @param healing from the first thing that was done to heal it until all was whole, or null if it never was
 * @param ownPauses how long the callers themselves stood still
 * @param heldBack calls that were not made because too many waited
 */
record CellResult(
        Cell cell,
        Tally all,
        Map<String, Integer> refusedMeanwhile,
        List<Violation> violations,
        @Nullable Throwable failure,
        @Nullable Duration healing,
        Duration ownPauses,
        int heldBack) {

    boolean held() {
        return violations.isEmpty() && failure == null;
    }

    Optional<Duration> timeToHeal() {
        return Optional.ofNullable(healing);
    }

    /** One line for people who wait. */
    String line() {
        return "%-42s %s  %d calls, %d answered, %s refused, %d gone, %d lost, %d late, healed in %s, %d violations%s"
                .formatted(
                        cell,
                        held() ? "ok    " : "FAILED",
                        all.calls(),
                        all.served(),
                        all.refused(),
                        all.gone(),
                        all.lost(),
                        all.late(),
                        timeToHeal().map(CellResult::seconds).orElse("never"),
                        violations.size(),
                        failure == null ? "" : "; " + firstLine(failure));
    }

    static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1_000.0);
    }

    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .strip()
                .lines()
                .limit(6)
                .reduce("", (one, other) -> one.isEmpty() ? other : one + " " + other.strip());
    }
}
