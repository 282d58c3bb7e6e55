package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;
import java.time.Duration;
import java.util.List;

/**
 * What became of one question. Instants are of {@link System#nanoTime()}.
 *
 * @param number stands in its tensors; no other call has it
 * @param asked the node that was asked
 * @param sent when it was sent
 * @param ended when the last outcome was read, or when it was given up for lost
 * @param outcomes one, if all is well
 */
public record Call(int number, NodeAddress asked, Question question, long sent, long ended, List<Outcome> outcomes) {
    public Call {
        outcomes = List.copyOf(outcomes);
    }

    /** When the caller wanted an end of it. */
    public long due() {
        return sent + question.deadline().toNanos();
    }

    /** By how much it ended after its deadline; not negative. */
    public Duration late() {
        return Duration.ofNanos(Math.max(0, ended - due()));
    }

    @Override
    public String toString() {
        return "call %d (%s, %s, asked of %s, deadline %d ms, ended after %d ms: %s)"
                .formatted(
                        number,
                        question.model(),
                        question.label(),
                        asked,
                        question.deadline().toMillis(),
                        (ended - sent) / 1_000_000,
                        outcomes);
    }
}
