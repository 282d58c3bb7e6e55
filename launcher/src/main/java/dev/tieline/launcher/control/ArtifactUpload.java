package dev.tieline.launcher.control;

import dev.tieline.models.Artifact;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.Progress;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings the artefacts of a model from the local store to a controller; what is there already is not sent. */
final class ArtifactUpload {
    private final ControllerClient controller;
    private final ModelStore store;
    private final Consumer<String> say;

    /** The controller lacks an artefact, and the local store does too. */
    static final class NotHereException extends Exception {
        private static final long serialVersionUID = 1L;

        NotHereException(ModelManifest model, Artifact artifact) {
            super("the controller has no bytes of " + artifact
                    + ", and neither has the local store. Maybe run ./tieline" + " models fetch "
                    + model.ref().name() + ", and apply this again");
        }
    }

    ArtifactUpload(ControllerClient controller, ModelStore store, Consumer<String> say) {
        this.controller = controller;
        this.store = store;
        this.say = say;
    }

    void bring(ModelManifest model) throws NotHereException, InterruptedException {
        for (var artifact : model.artifacts()) {
            if (!controller.holds(artifact.digest())) {
                var file = store.find(artifact).orElseThrow(() -> new NotHereException(model, artifact));
                send(model, artifact, file);
            }
        }
    }

    private void send(ModelManifest model, Artifact artifact, Path file) throws InterruptedException {
        say.accept("Uploading " + model.ref() + " " + artifact.entry() + " ...");
        controller.upload(artifact, file, new Quarters(artifact, say));
        say.accept(model.ref() + " " + artifact.entry() + " is at the controller (" + size(artifact.size()) + ")");
    }

    private static String size(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : bytes / 1_000_000 + " MB";
    }

    /** Says when a quarter, a half and three quarters of something large have gone. */
    private static final class Quarters implements Progress {
        private static final long LARGE = 10_000_000;

        private final Artifact artifact;
        private final Consumer<String> say;
        private long told;

        Quarters(Artifact artifact, Consumer<String> say) {
            this.artifact = artifact;
            this.say = say;
        }

        @Override
        public void at(long done, long total) {
            var quarters = done * 4 / total;
            if (total >= LARGE && quarters > told && quarters < 4) {
                told = quarters;
                say.accept("  " + artifact.entry() + ": " + quarters * 25 + " % of " + size(total));
            }
        }
    }
}
