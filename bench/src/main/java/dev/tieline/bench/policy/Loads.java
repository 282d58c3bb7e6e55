package dev.tieline.bench.policy;

import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading a bundle's text until it can be decided by. */
@State(Scope.Benchmark)
public class Loads {
    static final int MANY = 5_000;

    private final String small = SampleBundle.text(Decisions.RULES);
    private final String large = SampleBundle.text(MANY);

    @Benchmark
    public PolicySet small() {
        return PolicySetReader.read("small.yaml", small);
    }

    @Benchmark
    public PolicySet large() {
        return PolicySetReader.read("large.yaml", large);
    }
}
