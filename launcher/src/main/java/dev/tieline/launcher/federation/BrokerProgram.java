package dev.tieline.launcher.federation;

import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.nio.file.Path;

/** How a broker is run. */
public interface BrokerProgram {

    /**
     * The process to start.
     *
     * @param port where it shall listen, on loopback
     * @param home a folder for its files, which may not be there yet
     */
    ChildSpec spec(int port, Path home);

    /** What tells that clients can connect. */
    Readiness ready();
}
