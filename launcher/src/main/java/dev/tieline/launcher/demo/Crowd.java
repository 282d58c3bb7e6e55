package dev.tieline.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Many callers who ask one node at the same moment. */
final class Crowd {
    private static final int CALLERS = 16;
    private static final int MAX_BURSTS = 20;

    private Crowd() {}

    /** Asks in bursts until what was hoped for has been seen, at most twenty times; gives all outcomes. */
    static Outcomes askUntil(Predicate<Outcomes> seen, Question question) throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        for (int burst = 0; burst < MAX_BURSTS; burst++) {
            outcomes.addAll(burst(question));
            if (seen.test(Outcomes.of(outcomes))) {
                break;
            }
        }
        return Outcomes.of(outcomes);
    }

    private static List<Outcome> burst(Question question) throws InterruptedException {
        var asked = new ArrayList<Future<Outcome>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                asked.add(callers.submit(() -> Outcome.of(question)));
            }
            var outcomes = new ArrayList<Outcome>();
            for (var each : asked) {
                outcomes.add(each.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
