package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;
import dev.tieline.e2e.Caller;

/**
 * What some callers ask again and again.
 *
 * @param weight how often, compared with other habits
 * @param node whom they ask
 * @param caller how they reach it
 */
public record Habit(int weight, NodeAddress node, Caller caller, Question question) {
    public Habit {
        if (weight <= 0) {
            throw new IllegalArgumentException("a habit has a positive weight, unlike " + weight);
        }
    }
}
