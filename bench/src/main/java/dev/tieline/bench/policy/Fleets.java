package dev.tieline.bench.policy;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.filter.CandidateClasses;
import dev.tieline.policy.filter.PolicyFilter;
import java.util.BitSet;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which nodes of a large fleet one request may go to: one by one, and with the filter. */
@State(Scope.Benchmark)
public class Fleets {
    static final int NODES = 100_000;
    static final int SITES = 300;

    private static final int REMEMBERED = 100_000;

    private final PolicyEvaluator policy = new PolicyEvaluator(new BundleState.Valid(SampleBundle.of(Decisions.RULES)));
    private final PolicyRequest request = SampleRequests.shape();
    private final List<TransferPath> paths = SampleFleet.pathsToNodes(NODES, SITES);
    private final PolicyFilter filter = new PolicyFilter(policy, REMEMBERED);
    private final CandidateClasses classes = filter.classes(request.origin(), paths);

    /** Asks about each node. */
    @Benchmark
    public BitSet oneByOne() {
        var permitted = new BitSet(NODES);
        for (var i = 0; i < NODES; i++) {
            if (policy.permits(request.withPath(paths.get(i)))) {
                permitted.set(i);
            }
        }
        return permitted;
    }

    /** Everything from the beginning: sorts the nodes into classes, and asks about each class. */
    @Benchmark
    public BitSet firstRequest() {
        var fresh = new PolicyFilter(policy, REMEMBERED);
        return fresh.permitted(request, fresh.classes(request.origin(), paths));
    }

    /** The nodes are sorted, and nothing of this kind was asked before. */
    @Benchmark
    public BitSet newShape() {
        return new PolicyFilter(policy, REMEMBERED).permitted(request, classes);
    }

    /** The same was asked before. */
    @Benchmark
    public BitSet knownShape() {
        return filter.permitted(request, classes);
    }
}
