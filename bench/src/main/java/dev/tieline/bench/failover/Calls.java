package dev.tieline.bench.failover;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The requests of one blow, from before it until the federation was whole again.
 *
 * @param struck when the blow fell
 */
record Calls(long struck, List<Call> all) {

    Calls {
        all = all.stream().sorted(Comparator.comparingLong(Call::ended)).toList();
    }

    /** From the blow to the first answer, of a site that may answer, to a request made after it. */
    Optional<Duration> servedAgain(Predicate<String> site) {
        return during().filter(call -> call.begun() - struck >= 0 && call.answered() && site.test(call.what()))
                .map(call -> Duration.ofNanos(call.ended() - struck))
                .findFirst();
    }

    /** The longest time between two answers, from the last one before the blow. */
    Duration longestGap() {
        long longest = 0;
        long last = struck;
        for (var call : all) {
            if (call.answered()) {
                if (call.ended() - struck >= 0) {
                    longest = Math.max(longest, call.ended() - last);
                }
                last = call.ended();
            }
        }
        return Duration.ofNanos(longest);
    }

    /** The longest request of those that ended after the blow. */
    Duration slowest() {
        return Duration.ofNanos(
                during().mapToLong(call -> call.ended() - call.begun()).max().orElse(0));
    }

    /** How many that ended after the blow were answered. */
    int answered() {
        return (int) during().filter(Call::answered).count();
    }

    /** How many that ended after the blow were not answered, by the code of the refusal. */
    Map<String, Long> refused() {
        return during().filter(call -> !call.answered())
                .collect(Collectors.groupingBy(Call::what, TreeMap::new, Collectors.counting()));
    }

    private Stream<Call> during() {
        return all.stream().filter(call -> call.ended() - struck >= 0);
    }
}
