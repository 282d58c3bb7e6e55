package dev.tieline.cloud.api;

import dev.tieline.cloud.Samples;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts the controller over the sample files. */
public final class DeclaredFiles implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "tieline.declared.sites", Samples.SITES.toString(),
                "tieline.declared.policy", Samples.POLICY.toString(),
                "tieline.declared.models", Samples.MODELS.toString());
    }

    @Override
    public void stop() {
        // The files belong to the repository.
    }
}
