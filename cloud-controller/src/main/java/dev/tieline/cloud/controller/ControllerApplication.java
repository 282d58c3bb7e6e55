package dev.tieline.cloud.controller;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** Starts the controller and waits for the end. */
public final class ControllerApplication implements QuarkusApplication {
    private final ControllerLifecycle controller;

    ControllerApplication(ControllerLifecycle controller) {
        this.controller = controller;
    }

    @Override
    public int run(String... args) {
        try {
            controller.start();
        } catch (StartFailure e) {
            System.err.println("tieline controller: " + e.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
