package dev.tieline.bench.measure;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * How far a figure that should not change moved between rounds. When it moved beyond the limit, the machine was not
 * calm, and nothing that was measured beside it counts.
 *
 * @param share the largest round above the smallest, as a share of the smallest: 0.1 is 10 %
 */
public record Drift(double share) {
    /** The drift beyond which a run is void. */
    public static final double LIMIT = 0.15;

    /**
     * The drift of a figure over rounds.
     *
     * @param rounds one figure a round, all above 0
     */
    public static Drift of(List<Double> rounds) {
        var range = new DoubleSummaryStatistics();
        rounds.forEach(range::accept);
        if (rounds.isEmpty() || !(range.getMin() > 0) || range.getMax() == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("drift needs figures above 0, and these are " + rounds);
        }
        return new Drift(range.getMax() / range.getMin() - 1);
    }

    public boolean tooLarge() {
        return share > LIMIT;
    }

    /** Such as {@code 7 %}. */
    @Override
    public String toString() {
        return percent(share);
    }

    /** A share for people. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
