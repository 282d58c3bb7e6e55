package dev.tieline.bench.policy;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Single decisions by a bundle of 50 rules, and the yardstick beside them. JMH makes one of it in each process. */
@State(Scope.Benchmark)
@OperationsPerInvocation(SampleRequests.COUNT)
public class Decisions {
    static final int RULES = 50;

    private final PolicyEvaluator policy = new PolicyEvaluator(new BundleState.Valid(SampleBundle.of(RULES)));
    private final Yardstick yardstick = new Yardstick();
    private final PolicyRequest[] permitted = checked(SampleRequests.permitted(), true);
    private final PolicyRequest[] forbidden = checked(SampleRequests.forbidden(), false);
    private final PolicyRequest[] allowed = checked(SampleRequests.allowedByDefault(), true);
    private final PolicyRequest[] denied = checked(SampleRequests.deniedByDefault(), false);

    private PolicyRequest[] checked(List<PolicyRequest> requests, boolean outcome) {
        return SampleRequests.checked(policy, requests, outcome);
    }

    /** One rule written by hand. */
    @Benchmark
    public int yardstick() {
        var count = 0;
        for (var request : permitted) {
            count += yardstick.permits(request) ? 1 : 0;
        }
        return count;
    }

    @Benchmark
    public int permitted() {
        return SampleRequests.count(policy, permitted);
    }

    @Benchmark
    public int forbidden() {
        return SampleRequests.count(policy, forbidden);
    }

    @Benchmark
    public int allowedByDefault() {
        return SampleRequests.count(policy, allowed);
    }

    @Benchmark
    public int deniedByDefault() {
        return SampleRequests.count(policy, denied);
    }

    /** As a caller that wants the reason, too. */
    @Benchmark
    public int explained() {
        var length = 0;
        for (var request : denied) {
            length += policy.decide(request).reason().length();
        }
        return length;
    }
}
