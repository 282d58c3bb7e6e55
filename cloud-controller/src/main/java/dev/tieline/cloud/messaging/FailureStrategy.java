package dev.tieline.cloud.messaging;

/** What happens to a message that its consumer did not acknowledge but refused. */
enum FailureStrategy {
    /** Said once for each reason, then acknowledged at the broker as if it had been handled. */
    IGNORE,
    /** The channel stops and is unhealthy from then on. */
    FAIL
}
