package dev.tieline.bench.failover;

import java.util.List;
import java.util.Locale;

/** What strikes the federation. */
enum Fault {
    /** The executor that answered last is killed: its connections break at once. */
    KILL("kill -9 of the executor that answered last"),

    /** The executor that answered last is stood still: its connections stay, and nothing comes. */
    STOP("SIGSTOP of the executor that answered last"),

    /** The broker is killed, and started again at once, with nothing in its memory. */
    BROKER("kill -9 of the broker, started again at once");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    /** What it is, for people. */
    String title() {
        return title;
    }

    /** What is measured of it, in the order in which it is told. */
    List<Mark> marks() {
        return switch (this) {
            case KILL, STOP ->
                List.of(
                        Mark.DETECTED,
                        Mark.REROUTED,
                        Mark.REPLACED,
                        Mark.RESTORED,
                        Mark.SERVED,
                        Mark.GAP,
                        Mark.SLOWEST);
            case BROKER -> List.of(Mark.LISTENING, Mark.HEARD, Mark.SERVED, Mark.GAP, Mark.SLOWEST);
        };
    }

    /** As people write it on the command line, and in reports. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What sets the length of a time, by the defaults of the settings. */
    String bound(Mark mark) {
        return switch (mark) {
            case DETECTED ->
                this == STOP
                        ? "the will after 1.5 keep alives (15 s), or stale-after (15 s)"
                        : "the will, when the broker sees the connection break";
            case REROUTED, REPLACED ->
                this == STOP
                        ? "detection, and the controller's period (5 s) where no will told it"
                        : "detection, and the controller's pause for more changes (0.1 s)";
            case RESTORED -> "that, and fetching and loading the model";
            case SERVED, GAP ->
                this == BROKER
                        ? "the broker's start, and the pauses between two attempts to connect"
                        : "attempt-timeout (at most 2 s) for each silent node; with no other holder, the routes";
            case SLOWEST ->
                this == BROKER
                        ? "refused at once while there is no connection"
                        : "attempt-timeout (at most 2 s) for each silent node; with no other holder, the deadline (10 s)";
            case LISTENING -> "the start of its process";
            case HEARD -> "the pauses between two attempts to connect, and one telemetry period (5 s)";
        };
    }
}
