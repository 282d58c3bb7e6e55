package dev.tieline.cloud.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Gives the controller a home of its own, and a small limit for blobs. */
public final class TemporaryHome implements QuarkusTestResourceLifecycleManager {
    static final long MAX_BLOB = 16 * 1024 * 1024;

    @Override
    public Map<String, String> start() {
        try {
            var home = Files.createTempDirectory("tieline-controller");
            home.toFile().deleteOnExit();
            return Map.of(
                    "tieline.controller.home",
                    home.toString(),
                    "tieline.controller.max-blob",
                    String.valueOf(MAX_BLOB));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The system cleans its folder for temporary files.
    }
}
