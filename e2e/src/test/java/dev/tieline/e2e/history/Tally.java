package dev.tieline.e2e.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls, counted.
 *
 * @param answered by the site that answered
 * @param refused by the code of the error
 * @param late how many ended more than 100 ms after their deadline, apart from calls to a node that was stopped meanwhile
 */
public record Tally(
        int calls, Map<String, Integer> answered, Map<String, Integer> refused, int gone, int lost, int late) {

    /**
     * Counts calls.
     *
     * @param outages when nodes could not be asked
     */
    public static Tally of(List<Call> calls, List<Outage> outages) {
        var answered = new TreeMap<String, Integer>();
        var refused = new TreeMap<String, Integer>();
        int gone = 0;
        int lost = 0;
        int late = 0;
        for (var call : calls) {
            boolean stopped = outages.stream().anyMatch(outage -> outage.excuses(call));
            late += !stopped && call.late().compareTo(HistoryChecker.COUNTED) > 0 ? 1 : 0;
            lost += call.outcomes().isEmpty() ? 1 : 0;
            for (var outcome : call.outcomes()) {
                switch (outcome) {
                    case Outcome.Answered answer -> answered.merge(answer.site(), 1, Integer::sum);
                    case Outcome.Refused error -> refused.merge(error.code(), 1, Integer::sum);
                    case Outcome.Gone broken -> gone++;
                    case Outcome.Garbled garbled -> refused.merge("garbled", 1, Integer::sum);
                }
            }
        }
        return new Tally(calls.size(), answered, refused, gone, lost, late);
    }

    /** How many were answered. */
    public int served() {
        return answered.values().stream().mapToInt(Integer::intValue).sum();
    }
}
