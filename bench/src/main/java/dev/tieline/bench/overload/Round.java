package dev.tieline.bench.overload;

import java.util.List;

/**
 * One model, measured once at every rate.
 *
 * @param peak the closed loop before: its goodput is what 100 % means in this round
 * @param rates one for each rate of the plan, in its order
 */
record Round(RateSample peak, List<RateSample> rates) {

    Round {
        rates = List.copyOf(rates);
    }

    /** The best goodput at any rate. */
    double best() {
        return rates.stream().mapToDouble(RateSample::goodput).max().orElseThrow();
    }

    /** The goodput at the highest rate over the best one: 1 means that overload costs nothing. */
    double flatness() {
        return rates.getLast().goodput() / Math.max(best(), Double.MIN_NORMAL);
    }

    /**
     * The node's processor time for an answer at the highest rate over that at the peak. What is above 1 is the price of
     * what it refused. Other programs on the machine hardly move it.
     */
    double price() {
        return rates.getLast().cpuPerAnswer() / Math.max(peak.cpuPerAnswer(), Double.MIN_NORMAL);
    }
}
