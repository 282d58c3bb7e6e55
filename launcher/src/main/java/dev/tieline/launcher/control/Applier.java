package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Applies files at a controller, and says what became of each. A file that fails does not stop the others.
 *
 * <p>What a model card names is brought before the card: a controller does not let a model that runs go for one whose
 * bytes nobody can fetch.
 */
public final class Applier {
    private static final int CONFLICT = 409;

    private final ControllerClient controller;
    private final Supplier<ModelStore> store;
    private final Consumer<String> out;
    private final Consumer<String> err;

    /** How a document can end that the controller has taken. */
    private enum Outcome {
        created,
        updated,
        unchanged
    }

    /**
     * @param store where the artefacts of model cards lie; opened at the first card
     * @param out hears a line for each file that was applied, and one at the end
     * @param err hears what failed, warnings and the progress of uploads
     */
    public Applier(
            ControllerClient controller, Supplier<ModelStore> store, Consumer<String> out, Consumer<String> err) {
        this.controller = controller;
        this.store = store;
        this.out = out;
        this.err = err;
    }

    /**
     * Applies what paths name: sites first, then policy, models and deployments.
     *
     * @param paths files, and folders of such
     * @return whether all were applied
     * @throws CommandFailure if a path leads nowhere, or the controller cannot be talked to
     */
    public boolean apply(List<Path> paths) throws InterruptedException {
        var count = new Count();
        var files = new ArrayList<ResourceFile>();
        for (var path : ResourceFile.list(paths)) {
            try {
                files.add(ResourceFile.read(path));
            } catch (DocumentException e) {
                count.failed++;
                err.accept(e.getMessage());
            }
        }
        files.sort(Comparator.comparing(ResourceFile::kind));
        for (var file : files) {
            apply(file, count);
        }
        out.accept(count.toString());
        return count.failed == 0;
    }

    private void apply(ResourceFile file, Count count) throws InterruptedException {
        var missing = file.kind() == ResourceFile.Declares.MODEL ? bring(file) : Optional.<String>empty();
        var reply = controller.apply(file.source(), file.text());
        if (!reply.succeeded()) {
            count.failed++;
            tell(file.source(), reply);
            if (reply.status() == CONFLICT) {
                missing.ifPresent(err);
            }
            return;
        }
        var answer = reply.json("outcome");
        var outcome = answer.get("outcome").choice("outcome", Outcome.values(), Outcome::name);
        var kind = Shown.needed(answer, "kind");
        var name = Shown.needed(answer, "name");
        out.accept((name.equals(kind) ? kind : kind + " " + name) + " " + outcome);
        answer.strings("warnings").forEach(warning -> err.accept(file.source() + ": warning: " + Shown.line(warning)));
        if (missing.isPresent()) {
            count.failed++;
            err.accept(missing.get());
        } else {
            count.add(outcome);
        }
    }

    /** Brings what a model card names to the controller, and says what is missing in the end. */
    private Optional<String> bring(ResourceFile file) throws InterruptedException {
        try {
            var model = ModelManifestReader.read(file.source(), file.text());
            new ArtifactUpload(controller, store.get(), err).bring(model);
            return Optional.empty();
        } catch (DocumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (ArtifactUpload.NotHereException e) {
            return Optional.of(file.source() + ": " + e.getMessage());
        }
    }

    private void tell(String source, Reply reply) {
        var refusal = reply.refusal();
        var errors = refusal.has("errors") ? refusal.list("errors").maps() : List.<YamlMap>of();
        if (errors.isEmpty()) {
            err.accept(source + ": " + Shown.needed(refusal, "error"));
        }
        for (var error : errors) {
            var key = Shown.known(error, "key").filter(text -> !text.isEmpty());
            err.accept(source + ":" + error.integer("line") + ": "
                    + key.map(text -> text + ": ").orElse("") + Shown.needed(error, "message"));
        }
    }

    private static final class Count {
        private int created;
        private int updated;
        private int unchanged;
        private int failed;

        private void add(Outcome outcome) {
            switch (outcome) {
                case created -> created++;
                case updated -> updated++;
                case unchanged -> unchanged++;
            }
        }

        @Override
        public String toString() {
            var sum = created + " created, " + updated + " updated, " + unchanged + " unchanged";
            return failed == 0 ? sum : sum + ", " + failed + " failed";
        }
    }
}
