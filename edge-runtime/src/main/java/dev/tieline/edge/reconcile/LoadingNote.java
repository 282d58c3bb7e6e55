package dev.tieline.edge.reconcile;

import dev.tieline.models.Digest;
import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A note on the disk that stands while a model is being loaded. Native code that loads a bad model can end the whole
 * process, and what is desired is loaded at each start: whoever finds the note knows which model to leave alone.
 */
final class LoadingNote {
    private static final Logger LOG = Logger.getLogger(LoadingNote.class);

    private final Path file;

    /** A note in a folder that exists. */
    LoadingNote(Path file) {
        this.file = file;
    }

    /** Notes that the model of a card is about to be loaded. A disk that does not take it stops no load. */
    void begin(Digest card) {
        try {
            DurableFile.write(file, card.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debugf("Cannot note in %s that %s is being loaded: %s", file, card, e);
        }
    }

    /** Removes the note: the load has ended, well or not, or the node is being stopped. */
    void end() {
        try {
            DurableFile.delete(file);
        } catch (IOException e) {
            LOG.warnf("Cannot remove the note %s: %s. The next start will not load what it names", file, e);
        }
    }

    /** The card whose load a process before this one did not survive. The note is removed. */
    Optional<Digest> take() {
        try {
            return Optional.of(Digest.of(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("Ignored the note %s of a load that did not end: %s", file, e);
            return Optional.empty();
        } finally {
            end();
        }
    }
}
