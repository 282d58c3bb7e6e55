package dev.tieline.edge.knowledge;

import dev.tieline.edge.background.Background;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes what the node is told to its folder. What the disk does not take is tried again from time to time, until it is
 * written or something newer of the same kind is. Thread-safe.
 */
final class Keeping {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final LastKnown disk;
    private final Background background;
    private final Complaints complaints;
    private final Map<String, Consumer<LastKnown>> unkept = new LinkedHashMap<>();
    private boolean waiting;

    Keeping(LastKnown disk, Background background, Complaints complaints) {
        this.disk = disk;
        this.background = background;
        this.complaints = complaints;
    }

    /**
     * Writes now, or later where the disk does not take it, which is said.
     *
     * @param kind what this is the newest of
     */
    synchronized void keep(String kind, Consumer<LastKnown> writing) {
        unkept.remove(kind);
        try {
            writing.accept(disk);
        } catch (UncheckedIOException e) {
            unkept.put(kind, writing);
            complaints.add(e.getMessage() + ": " + e.getCause()
                    + ". What the node was told holds until it stops, and is written once the disk takes it.");
            later();
        }
    }

    private void later() {
        if (!waiting) {
            waiting = true;
            background.after(PAUSE, this::again);
        }
    }

    private synchronized void again() {
        waiting = false;
        unkept.values().removeIf(this::written);
        if (!unkept.isEmpty()) {
            later();
        }
    }

    private boolean written(Consumer<LastKnown> writing) {
        try {
            writing.accept(disk);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
