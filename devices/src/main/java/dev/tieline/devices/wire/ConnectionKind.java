package dev.tieline.devices.wire;

import java.util.Locale;

/** Which of a node's two connections: heartbeats never wait behind a tensor. */
public enum ConnectionKind {
    /** State, birth, telemetry, desired and reported documents. */
    CONTROL,
    /** Work and replies. */
    WORK;

    /** The last part of the client id. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
