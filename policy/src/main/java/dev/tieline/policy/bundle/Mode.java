package dev.tieline.policy.bundle;

import java.util.Locale;

/** Whether a rule has a say. */
enum Mode {
    ENFORCE,
    /** The rule is on trial: decisions say that it matched, and go as if it were not there. */
    AUDIT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
