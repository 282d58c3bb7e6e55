package dev.tieline.policy.bundle;

/**
 * What a condition says: it holds, it does not, or that cannot be known (Kleene's strong three-valued logic).
 *
 * <p>A permit needs {@link #TRUE}; a forbid is content with anything but {@link #FALSE}.
 */
enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    Truth and(Truth other) {
        return this == FALSE || other == FALSE ? FALSE : this == TRUE ? other : UNKNOWN;
    }

    Truth or(Truth other) {
        return this == TRUE || other == TRUE ? TRUE : this == FALSE ? other : UNKNOWN;
    }
}
