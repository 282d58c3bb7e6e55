package dev.tieline.cloud.api;

import dev.tieline.cloud.controller.ControllerConfig;
import dev.tieline.cloud.controller.ControllerLifecycle;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Starts the controller for the first test that asks; the tests of one application share it. */
@Singleton
public class RunningController {
    private final ControllerLifecycle lifecycle;
    private final Path home;
    private boolean started;

    RunningController(ControllerLifecycle lifecycle, ControllerConfig config) {
        this.lifecycle = lifecycle;
        this.home = config.controller().home();
    }

    Path home() {
        return home;
    }

    synchronized void start() {
        if (!started) {
            lifecycle.start();
            started = true;
        }
    }
}
