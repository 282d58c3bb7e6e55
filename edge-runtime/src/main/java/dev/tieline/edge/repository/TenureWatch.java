package dev.tieline.edge.repository;

import dev.tieline.edge.background.Background;
import java.time.Duration;

/**
 * Has it asked again, once a minute, whether the models of a node that works alone may still be here. A node with a
 * controller asks as often, each time it compares what it holds with what is desired.
 */
public final class TenureWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Runnable asking;
    private final Background background;

    /**
     * Makes a watch that does nothing yet.
     *
     * @param asking asks about all models
     * @param background where that is done; closed with the watch
     */
    public TenureWatch(Runnable asking, Background background) {
        this.asking = asking;
        this.background = background;
    }

    /** Begins, with the first question after a minute: what is loaded was asked about when it was. */
    public void start() {
        background.after(PERIOD, this::ask);
    }

    private void ask() {
        try {
            asking.run();
        } finally {
            start();
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
