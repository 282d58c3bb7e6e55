package dev.tieline.bench.overload;

import java.time.Duration;
import java.util.List;

/**
 * What a run does.
 *
 * @param models names of the models that are asked, in turn; the first is also the yardstick of the machine's calm
 * @param percents the offered rates, in percent of the peak that was found, in increasing order
 * @param rounds how often everything is measured in turn, at least 1
 * @param window for how long requests arrive, at each rate of a round
 * @param deadline of each request, from the moment at which it was due to be sent
 * @param warmup requests of each model before anything counts, at least 1
 * @param capacity what the node may do at a time
 */
public record Plan(
        List<String> models,
        List<Integer> percents,
        int rounds,
        Duration window,
        Duration deadline,
        int warmup,
        Capacity capacity) {
    /** For how long past its deadline a request is waited for: what nodes promise at most. */
    static final Duration GUARD = Duration.ofMillis(100);

    /**
     * What the node may do at a time.
     *
     * @param slots runs that go on at the same time, at least 1
     * @param queue calls that wait for a slot, at least 0
     */
    public record Capacity(int slots, int queue) {
        public Capacity {
            if (slots < 1 || queue < 0) {
                throw new IllegalArgumentException(
                        "slots must be at least 1 and the queue at least 0, and they are " + slots + " and " + queue);
            }
        }
    }

    public Plan {
        models = List.copyOf(models);
        percents = List.copyOf(percents);
        if (models.isEmpty() || percents.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one model and one rate");
        }
        if (percents.getFirst() < 1
                || !percents.stream().sorted().distinct().toList().equals(percents)) {
            throw new IllegalArgumentException(
                    "rates must be at least 1 % and in increasing order, and are " + percents);
        }
        if (rounds < 1 || warmup < 1) {
            throw new IllegalArgumentException(
                    "rounds and warm-up must be at least 1, and are " + rounds + " and " + warmup);
        }
        if (!window.isPositive() || !deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "window and deadline must be above 0, and are " + window + " and " + deadline);
        }
    }

    /** The highest offered rate in percent: the one that the promise is about. */
    int top() {
        return percents.getLast();
    }
}
