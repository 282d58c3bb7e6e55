package dev.tieline.bench.offload;

import java.util.List;

/**
 * What a run does.
 *
 * @param rounds how often everything is measured in turn, at least 1
 * @param requests calls of echo and offload in a round, at least 1; the bare inference, which is short, is called
 *     {@value #BARE_FACTOR} times as often
 * @param warmup calls of each before the first round, at least 1
 * @param loads where it is measured
 */
public record Plan(int rounds, int requests, int warmup, List<Load> loads) {
    static final int BARE_FACTOR = 20;

    public Plan {
        if (rounds < 1 || requests < 1 || warmup < 1) {
            throw new IllegalArgumentException("rounds, requests and warm-up must be at least 1, and are " + rounds
                    + ", " + requests + " and " + warmup);
        }
        loads = List.copyOf(loads);
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one load");
        }
    }
}
