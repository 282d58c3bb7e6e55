package dev.tieline.bench.overload;

/** What became of a request. Whether an answer was in time is told by the clock, not by its ending. */
enum Ending {
    /** 200. */
    ANSWERED,
    /** 503 that says when to try again. */
    REFUSED,
    /** 503 without {@code Retry-After}. */
    REFUSED_BARELY,
    /** 504. */
    TIMED_OUT,
    /** Any other status. */
    FAILED,
    /** The connection ended, or could not be made. */
    BROKEN,
    /** Nothing came by the deadline and the guard after it; the caller hung up. */
    UNANSWERED,
    /** Every connection that the caller may have was in use. */
    UNSENT;

    /** The ending that an answer makes. */
    static Ending of(ResponseReader.Head head) {
        return switch (head.status()) {
            case 200 -> ANSWERED;
            case 503 -> head.retryAfter() ? REFUSED : REFUSED_BARELY;
            case 504 -> TIMED_OUT;
            default -> FAILED;
        };
    }
}
