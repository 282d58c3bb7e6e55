package dev.tieline.bench.policy;

import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyBundleReader;
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
    public PolicyBundle small() {
        return PolicyBundleReader.read("small.yaml", small);
    }

    @Benchmark
    public PolicyBundle large() {
        return PolicyBundleReader.read("large.yaml", large);
    }
}
