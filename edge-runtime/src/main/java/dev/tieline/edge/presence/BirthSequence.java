package dev.tieline.edge.presence;

import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * The numbers of this node's births, that is of its connections, each higher than the last.
 *
 * <p>A birth is numbered by the clock, in milliseconds since 1970, or one above the last where the clock is behind that.
 * The last is kept in a file, so that a clock that is set back does no harm; and a node that has lost the file is not
 * taken for an older one, since the clock has gone on. A disk that does not take the number keeps no node from
 * connecting: the sequence goes on in memory, and the next birth tries the disk again.
 *
 * <p>Sparkplug's birth/death sequence numbers (specification 3.0, section 6.4.1) serve the same end: to tell the death
 * of an earlier connection from that of the present one.
 */
public final class BirthSequence {
    private static final Logger LOG = Logger.getLogger(BirthSequence.class);
    /** Readers of JSON that know only double precision still tell numbers up to here apart. */
    private static final long HIGHEST = (1L << 53) - 1;

    private final Path file;
    private final InstantSource clock;
    private long current;
    private boolean kept = true;

    /**
     * Opens the sequence. A file that holds no number is named in the log, and replaced by the next birth.
     *
     * @param file where it is kept
     * @param clock what births are numbered by
     */
    public BirthSequence(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.current = read(file);
    }

    /** The number of the latest birth; 0 before the first ever. */
    public synchronized long current() {
        return current;
    }

    /** The number of a new birth, on disk before it is given out if the disk takes it. */
    public synchronized long next() {
        current = Math.max(current + 1, clock.millis());
        try {
            DurableFile.write(file, (current + "\n").getBytes(StandardCharsets.US_ASCII));
            kept = true;
        } catch (IOException e) {
            if (kept) {
                LOG.warnf(
                        "Cannot keep the birth sequence number in %s, and go on without: %s. Maybe the disk is full",
                        file, e);
            }
            kept = false;
        }
        return current;
    }

    /**
     * Makes the next birth higher than one that was given out in a life that this node does not remember.
     *
     * @return whether that one was higher than all that it remembers, so that the present birth counts for nobody
     */
    public synchronized boolean surpass(long heard) {
        if (heard <= current || heard >= HIGHEST) {
            return false;
        }
        current = heard;
        return true;
    }

    private static long read(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            var number = Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (number >= 0 && number < HIGHEST) {
                return number;
            }
            LOG.warnf("The birth sequence file %s holds %d, which is out of range; it counts as lost", file, number);
        } catch (IOException | NumberFormatException e) {
            LOG.warnf("The birth sequence file %s cannot be used and counts as lost: %s", file, e);
        }
        return 0;
    }
}
