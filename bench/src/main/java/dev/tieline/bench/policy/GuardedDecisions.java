package dev.tieline.bench.policy;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Single decisions for which an expression is asked about each of three hops. */
@State(Scope.Benchmark)
@OperationsPerInvocation(SampleRequests.COUNT)
public class GuardedDecisions {
    private final PolicyEvaluator policy =
            new PolicyEvaluator(new BundleState.Valid(SampleBundle.guarded(Decisions.RULES)));
    private final PolicyRequest[] requests = SampleRequests.checked(policy, SampleRequests.permitted(), true);

    @Benchmark
    public int permitted() {
        return SampleRequests.count(policy, requests);
    }
}
