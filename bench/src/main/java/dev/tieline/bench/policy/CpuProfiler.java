package dev.tieline.bench.policy;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells JMH the processor time of an operation, which other programs on the machine move less than its duration. All
 * of the process counts, the compiler and the collector too. JMH makes one in each process.
 */
public final class CpuProfiler implements InternalProfiler {
    /** The name of the result, in nanoseconds of an operation. */
    static final String RESULT = "cpu.norm";

    private final OperatingSystemMXBean self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long before;

    @Override
    public String getDescription() {
        return "processor time of an operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = self.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        var spent = self.getProcessCpuTime() - before;
        var operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(RESULT, (double) spent / operations, "ns/op", AggregationPolicy.AVG));
    }
}
