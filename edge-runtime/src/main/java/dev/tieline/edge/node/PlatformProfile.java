package dev.tieline.edge.node;

import com.sun.management.OperatingSystemMXBean;
import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.Hardware;
import dev.tieline.edge.serving.RunSlots;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The profile of a node for which no profile file is given: what the Java platform tells of the machine. */
final class PlatformProfile {

    private PlatformProfile() {}

    static DeviceProfile of(NodeConfig config, RunSlots slots) {
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        var hardware =
                new Hardware(System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), memory);
        var capacity = new Capacity(slots.slots(), config.serving().queue(), Math.max(1, memory / 2));
        return new DeviceProfile(config.node().name(), hardware, List.of(), List.of("cpu"), capacity);
    }
}
