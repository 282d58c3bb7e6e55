package dev.tieline.bench.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long a run takes.
 *
 * @param rounds how often all subjects are measured in turn, at least 1
 * @param millis how long an iteration lasts, at least 1
 * @param subjects what to measure, in the order of {@link Subject}; what they are compared with is among them
 */
record Plan(int rounds, int millis, List<Subject> subjects) {
    /** Iterations of each subject that do not count, in each round. */
    static final int WARMUPS = 3;
    /** Iterations of each subject that count, in each round. */
    static final int ITERATIONS = 3;

    Plan {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, and are " + rounds);
        } else if (millis < 1) {
            throw new IllegalArgumentException("an iteration must last at least 1 ms, and lasts " + millis);
        }
        subjects = List.copyOf(subjects);
    }

    /** A plan for these subjects, the yardstick and what they are compared with. */
    static Plan of(int rounds, int millis, Set<Subject> wanted) {
        var subjects = EnumSet.of(Subject.YARDSTICK);
        for (var subject : wanted) {
            var next = Optional.of(subject);
            while (next.isPresent() && subjects.add(next.get())) {
                next = next.get().beside();
            }
        }
        return new Plan(rounds, millis, List.copyOf(subjects));
    }
}
