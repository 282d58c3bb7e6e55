package dev.tieline.edge.serving;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import java.nio.file.Path;

/** Opens sessions that have shown that they answer what their cards say. */
public final class CheckedSession {

    private CheckedSession() {}

    /**
     * Loads a model and runs its golden sample. A session that fails it is closed.
     *
     * @throws ModelLoadException if the file is not the declared one, does not load, or answers otherwise than declared
     */
    public static ModelSession open(ModelManifest manifest, Path file) {
        var session = ModelSession.open(manifest, file, SessionSettings.DEFAULT);
        try {
            session.checkGoldenSample();
            return session;
        } catch (ModelLoadException e) {
            session.close();
            throw e;
        }
    }
}
