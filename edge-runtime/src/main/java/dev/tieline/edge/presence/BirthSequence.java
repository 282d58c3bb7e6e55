package dev.tieline.edge.presence;

import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number of times this node has been born, that is connected; it outlives the process in a file.
 *
 * <p>Sparkplug's birth/death sequence numbers (specification 3.0, section 6.4.1) serve the same end: to tell the death
 * of an earlier connection from that of the present one.
 */
public final class BirthSequence {
    private final Path file;
    private long current;

    /**
     * Opens the sequence.
     *
     * @param file where it is kept; its folder must exist
     * @throws IllegalStateException if the file holds no number
     */
    public BirthSequence(Path file) {
        this.file = file;
        this.current = read(file);
    }

    /** The number of the latest birth; 0 before the first. */
    public synchronized long current() {
        return current;
    }

    /** The number of a new birth, on disk before it is given out. */
    public synchronized long next() {
        long next = current + 1;
        try {
            DurableFile.write(file, (next + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the birth sequence number in " + file, e);
        }
        current = next;
        return next;
    }

    private static long read(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            var text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return Long.parseLong(text);
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException(
                    "the birth sequence file " + file + " cannot be used: " + e.getMessage() + ". Maybe delete it", e);
        }
    }
}
