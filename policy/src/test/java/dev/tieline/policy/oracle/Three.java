package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Yes, no, or not known. */
enum Three {
    YES,
    NO,
    UNKNOWN;

    static Three of(boolean holds) {
        return holds ? YES : NO;
    }

    /** Unknown if there is no answer. */
    static Three of(Optional<Boolean> answer) {
        return answer.map(Three::of).orElse(UNKNOWN);
    }

    Three not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Yes if one is, else unknown if one is, else no. */
    static Three any(Stream<Three> answers) {
        var all = answers.toList();
        return all.contains(YES) ? YES : all.contains(UNKNOWN) ? UNKNOWN : NO;
    }

    /** No if one is, else unknown if one is, else yes. */
    static Three all(Stream<Three> answers) {
        return any(answers.map(Three::not)).not();
    }

    static Three both(Three first, Supplier<Three> second) {
        return all(List.of(first, second.get()).stream());
    }
}
