package dev.tieline.cloud.fleet;

import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.Hardware;
import java.util.List;

/** Device profiles for tests. */
public final class Profiles {
    /** 4 run slots, a queue of 10, 1,000 bytes for models, the processor alone. */
    public static final DeviceProfile GATEWAY = of("gateway", 4, 10, 1_000, "cpu");

    private Profiles() {}

    public static DeviceProfile of(String name, int slots, int queue, long memory, String... providers) {
        return new DeviceProfile(
                name,
                new Hardware("x86_64", 4, 1L << 33),
                List.of(),
                List.of(providers),
                new Capacity(slots, queue, memory));
    }
}
