package dev.tieline.devices.testing.faults;

/** The way that packets go through a {@link FaultProxy}. */
public enum Direction {
    /** What the client sends. */
    TO_BROKER,
    /** What the broker sends. */
    FROM_BROKER
}
