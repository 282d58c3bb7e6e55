package dev.tieline.bench.failover;

import java.util.Locale;

/** A time that is measured, from the blow where nothing else is said. */
enum Mark {
    /** The controller counts the node as lost or stale. */
    DETECTED("detected"),
    /** The gateway's routes were published without the node. */
    REROUTED("rerouted"),
    /** A desired state was published that brings the model to a node that did not hold it. */
    REPLACED("placed anew"),
    /** The gateway's routes were published with as many nodes as before, none of them the dead one. */
    RESTORED("routes whole again"),
    /** The broker takes connections. */
    LISTENING("broker listens"),
    /** The controller has heard telemetry of every node. */
    HEARD("every node heard"),
    /** The first answer, from a node that lives, to a request that was made after the blow. */
    SERVED("served again"),
    /** The longest time between two answers, not from the blow. */
    GAP("longest gap"),
    /** The longest time of one request, from its own beginning. */
    SLOWEST("slowest request");

    private final String title;

    Mark(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As reports write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
