package dev.tieline.launcher.demo;

import dev.tieline.launcher.infer.NodeClient;
import dev.tieline.models.infer.InferenceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Many callers who ask one node at the same moment. */
final class Crowd {
    private static final int CALLERS = 16;
    private static final int MAX_BURSTS = 20;

    private final NodeClient node;

    Crowd(NodeClient node) {
        this.node = node;
    }

    /** Asks in bursts until what was hoped for has been seen, at most twenty times; gives all outcomes. */
    Outcomes askUntil(Predicate<Outcomes> seen, InferenceRequest request, Map<String, String> headers)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        for (int burst = 0; burst < MAX_BURSTS; burst++) {
            outcomes.addAll(burst(request, headers));
            if (seen.test(Outcomes.of(outcomes))) {
                break;
            }
        }
        return Outcomes.of(outcomes);
    }

    private List<Outcome> burst(InferenceRequest request, Map<String, String> headers) throws InterruptedException {
        var asked = new ArrayList<Future<Outcome>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                asked.add(callers.submit(() -> Outcome.of(node.ask(request, headers))));
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
