package dev.tieline.edge.endpoint;

import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.generated.EndlessModel;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server or a client that each test has anew: a field that is registered as an extension makes it, and it is closed after
 * the test, as all that a test makes within itself.
 */
public interface Fixture extends AutoCloseable, AfterEachCallback {
    @Override
    void close();

    @Override
    default void afterEach(ExtensionContext context) {
        close();
    }

    /** The model {@code test}, which runs until it is stopped. */
    static ModelRegistry endlessModel() {
        var models = new ModelRegistry();
        var manifest = EndlessModel.manifest();
        try {
            var folder = Files.createTempDirectory("endless");
            var file = EndlessModel.file(folder);
            models.put(
                    ModelSession.open(manifest, file, SessionSettings.DEFAULT),
                    manifest.model().digest(),
                    true);
            Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return models;
    }
}
