package dev.tieline.cloud.messaging;

import java.util.Optional;

/** What a channel tells of itself. */
interface ChannelHealth {

    String channel();

    /** Whether it is part of the health report. */
    boolean reported();

    /** Whether the application is connected to it. */
    boolean wired();

    /** Why it will never carry a message again; empty while it may. */
    Optional<String> stopped();

    /** Why it can carry no message now; empty if it can. */
    Optional<String> unready();

    /** What is worth telling of a channel that is ready. */
    Optional<String> remark();
}
