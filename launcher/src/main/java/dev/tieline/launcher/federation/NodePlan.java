package dev.tieline.launcher.federation;

import dev.tieline.devices.NodeAddress;
import java.util.List;

/**
 * A node that is to be started.
 *
 * @param port where it shall listen if that port is free, else at another; 0 for any
 * @param options of {@code ./tieline node}, beyond those that say who it is, where it keeps its files and where the
 *     broker is
 */
public record NodePlan(NodeAddress address, int port, List<String> options) {

    public NodePlan {
        options = List.copyOf(options);
    }
}
