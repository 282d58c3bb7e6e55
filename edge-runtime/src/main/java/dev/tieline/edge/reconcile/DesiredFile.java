package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredState;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The last desired state on disk, so that a node that starts without any network knows what to load. */
final class DesiredFile {
    private static final Logger LOG = Logger.getLogger(DesiredFile.class);

    private final Path file;

    /** A file whose folder exists. */
    DesiredFile(Path file) {
        this.file = file;
    }

    /** What was kept; nothing if nothing was, or if it is damaged, which is said and does no further harm. */
    Optional<DesiredState> read() {
        try {
            return Optional.of(DesiredState.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DocumentException e) {
            LOG.warnf(
                    "The last desired state cannot be used, and this node waits for a new one: %s",
                    e instanceof DocumentException ? e.getMessage() : e.toString());
            return Optional.empty();
        }
    }

    /** Keeps a desired state: after a crash at any moment there is the old one or the new one. */
    void write(DesiredState desired) throws IOException {
        DurableFile.write(file, desired.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
