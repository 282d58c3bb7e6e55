package dev.tieline.cloud.fleet;

/** Whether what is known of a node still holds. */
public enum Freshness {
    /** It takes work, and it was heard of lately. */
    FRESH,
    /** Nothing says that it is gone, and nothing was heard of it for too long. */
    STALE,
    /** It finishes what it has and takes nothing new. */
    DRAINING,
    /** Its connection broke. */
    LOST
}
