package dev.tieline.bench.stage;

import dev.tieline.launcher.Tieline;
import dev.tieline.launcher.federation.BrokerProgram;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Readiness;
import java.nio.file.Path;

/** How the development broker is run. */
record ArtemisProgram() implements BrokerProgram {
    static final String NAME = "the development broker (Artemis)";
    /** Finds its port. */
    static final Readiness READY = Readiness.line("broker ready on \\S+:(\\d+)");

    @Override
    public ChildSpec spec(int port, Path home) {
        return spec(port);
    }

    @Override
    public Readiness ready() {
        return READY;
    }

    static ChildSpec spec(int port) {
        return JavaProgram.spec("artemis", Tieline.class, "broker", "--port", Integer.toString(port));
    }
}
