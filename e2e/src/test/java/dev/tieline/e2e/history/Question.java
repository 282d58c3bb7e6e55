package dev.tieline.e2e.history;

import dev.tieline.policy.DataLabel;
import java.time.Duration;

/**
 * What a caller wants to know.
 *
 * @param model a model like {@code simple}: a sum and a difference
 * @param label what its data are
 * @param deadline by when the caller wants an end of it
 */
public record Question(String model, DataLabel label, Duration deadline) {
    public Question {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline is in the future, unlike " + deadline);
        }
    }
}
