package dev.tieline.edge.serving;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens sessions that have shown that they answer what their cards say. */
public final class CheckedSession {

    private CheckedSession() {}

    /**
     * Loads a model and runs its golden sample. A session that does not pass is closed.
     *
     * @throws ModelLoadException if the file is not the declared one, does not load, or answers otherwise than declared
     */
    public static ModelSession open(ModelManifest manifest, Path file) {
        return checked(ModelSession.open(manifest, file, SessionSettings.DEFAULT), ModelSession::checkGoldenSample);
    }

    /** The session, once the check has passed; whatever the check throws, the session is closed first. */
    static <S extends AutoCloseable> S checked(S session, Consumer<? super S> check) {
        try {
            check.accept(session);
            return session;
        } catch (RuntimeException | Error e) {
            try {
                session.close();
            } catch (Exception unclosed) { // as AutoCloseable has it; the failure of the check says more
                e.addSuppressed(unclosed);
            }
            throw e;
        }
    }
}
