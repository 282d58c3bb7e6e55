package dev.tieline.policy;

/**
 * What a condition says: it holds, it does not, or that cannot be known (Kleene's strong three-valued logic).
 *
 * <p>A permit needs {@link #TRUE}; a forbid is content with anything but {@link #FALSE}.
 */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    public Truth and(Truth other) {
        return this == FALSE || other == FALSE ? FALSE : this == TRUE ? other : UNKNOWN;
    }

    public Truth or(Truth other) {
        return this == TRUE || other == TRUE ? TRUE : this == FALSE ? other : UNKNOWN;
    }
}
