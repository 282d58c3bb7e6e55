package dev.tieline.edge.reconcile;

import dev.tieline.models.Digest;
import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A note on the disk of the cards whose models are in service. The store keeps the files of a model that was unloaded, so
 * that they do not tell what a node that starts had in service before. Not thread-safe.
 */
final class ServedNote {
    private static final Logger LOG = Logger.getLogger(ServedNote.class);

    private final Path file;
    /** What the disk holds; null where that is not known. */
    private @Nullable Set<Digest> written;

    private boolean failing;

    /** A note in a folder that exists. */
    ServedNote(Path file) {
        this.file = file;
    }

    /** What was in service when the note was written last; nothing where there is none or it is damaged. */
    Set<Digest> read() {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            written = lines.map(Digest::of).collect(Collectors.toUnmodifiableSet());
            return written;
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOG.warnf("Ignored the note %s of what was in service: %s", file, e);
            return Set.of();
        }
    }

    /** Notes what is in service, where that is not what the disk holds. What the disk does not take is offered again. */
    void write(Set<Digest> cards) {
        if (cards.equals(written)) {
            return;
        }
        try {
            var text = cards.stream().map(card -> card + "\n").sorted().collect(Collectors.joining());
            DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            written = Set.copyOf(cards);
            failing = false;
        } catch (IOException e) {
            LOG.logf(
                    failing ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "Cannot note in %s what is in service: %s. Trying again. Maybe the disk is full or the folder is not"
                            + " this node's",
                    file,
                    e);
            failing = true;
        }
    }
}
