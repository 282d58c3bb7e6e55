package dev.tieline.edge.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;

/** The processors of this machine, as the Java platform sees them. */
final class Processors {

    private Processors() {}

    /** The share of them that was in use lately, by whatever program: 0 to 1; empty where the platform cannot tell. */
    static OptionalDouble used() {
        double used =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCpuLoad();
        return used >= 0 ? OptionalDouble.of(used) : OptionalDouble.empty();
    }
}
