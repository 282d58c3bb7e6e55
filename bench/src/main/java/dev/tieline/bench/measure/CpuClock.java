package dev.tieline.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** The processor time, user and system, that this process and some others have used. */
public final class CpuClock {
    private final OperatingSystemMXBean self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<ProcessHandle> others;

    /** @param others processes of this user; one that has ended, or that the platform tells nothing of, counts as 0 */
    public CpuClock(List<ProcessHandle> others) {
        this.others = List.copyOf(others);
    }

    /** Nanoseconds since the start of each. Platforms count other processes in ticks of 10 ms. */
    public long nanos() {
        return self.getProcessCpuTime() + othersNanos();
    }

    /** The same of the others alone, without this process. */
    public long othersNanos() {
        return others.stream().mapToLong(CpuClock::nanos).sum();
    }

    private static long nanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
}
