package dev.tieline.cloud.controller;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the controller has read what was applied and answers; its channels may be connected before that. */
@Readiness
@ApplicationScoped
public class StartedCheck implements HealthCheck {
    private final ControllerLifecycle controller;

    StartedCheck(ControllerLifecycle controller) {
        this.controller = controller;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("controller")
                .status(controller.ready())
                .build();
    }
}
