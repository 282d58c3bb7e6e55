package dev.tieline.policy.bundle;

/** What a decision rests on. */
enum Ground {
    FORBID(false),
    EMPTY_PATH(true),
    NO_PLATFORM(false),
    NOT_YET_IN_FORCE(false),
    EXPIRED(false),
    PERMIT(true),
    DEFAULT_ALLOWS(true),
    NO_PERMIT(false),
    /** The level platform permits it, and a narrower one that has permits for the action does not. */
    NARROWED(false);

    private final boolean permits;

    Ground(boolean permits) {
        this.permits = permits;
    }

    boolean permits() {
        return permits;
    }
}
