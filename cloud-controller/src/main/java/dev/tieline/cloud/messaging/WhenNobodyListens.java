package dev.tieline.cloud.messaging;

/** What becomes of a message that the broker has and that nobody is subscribed to, where the broker says so. */
enum WhenNobodyListens {
    /** It is acknowledged: a retained one waits for whoever comes, others were for nobody. */
    ACCEPT,
    /** It is refused, so that the application can turn to somebody else. */
    REFUSE
}
