package dev.tieline.bench.failover;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.federation.Operator;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The loss of an executor, by death or by silence.
 *
 * @param holders the executors that hold the model before
 * @param victim the one of them that is struck
 */
record ExecutorBlow(Hospital hospital, Gazette gazette, Callers callers, Set<NodeAddress> holders, NodeAddress victim) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> GONE = Set.of("lost", "stale");

    /**
     * Strikes, measures and brings the executor back.
     *
     * @param silent whether it is stood still instead of killed
     */
    Episode strike(boolean silent) throws InterruptedException {
        var member = hospital.node(victim);
        long struck = System.nanoTime();
        if (silent) {
            member.freeze();
        } else {
            member.kill();
        }
        var times = measure(struck);
        var others = FailoverBench.sitesBut(victim);
        callers.await(
                "answer of another executor",
                call -> call.begun() - struck >= 0 && call.answered() && others.contains(call.what()));
        var calls = new Calls(struck, callers.dismiss());
        times.put(Mark.SERVED, calls.servedAgain(others::contains).orElseThrow());
        times.put(Mark.GAP, calls.longestGap());
        times.put(Mark.SLOWEST, calls.slowest());
        if (silent) {
            member.thaw();
        } else {
            var unused = member.start().awaitReady();
        }
        return new Episode(victim.toString(), times, calls.answered(), calls.refused());
    }

    private Map<Mark, Duration> measure(long struck) throws InterruptedException {
        var spare = Hospital.EXECUTORS.stream()
                .filter(executor -> !holders.contains(executor))
                .toList();
        return new Stopwatch(struck, PATIENCE)
                .onSight(Mark.DETECTED, this::isGone)
                .on(
                        Mark.REROUTED,
                        () -> gazette.routedAfter(struck, Hospital.GATEWAY, nodes -> !nodes.contains(victim)))
                .on(Mark.REPLACED, () -> gazette.wantedAfter(struck, spare))
                .on(
                        Mark.RESTORED,
                        () -> gazette.routedAfter(
                                struck,
                                Hospital.GATEWAY,
                                nodes -> !nodes.contains(victim) && nodes.size() == holders.size()))
                .run();
    }

    private boolean isGone() throws InterruptedException {
        return Operator.find(hospital.operator().nodes(), victim)
                .filter(node -> GONE.contains(node.string("state")))
                .isPresent();
    }
}
