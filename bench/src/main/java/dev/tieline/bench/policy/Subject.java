package dev.tieline.bench.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is measured, each in processes of its own. */
enum Subject {
    YARDSTICK("one rule written by hand", Decisions.class, "yardstick", null, null),
    PERMITTED("a decision: a rule permits", Decisions.class, "permitted", YARDSTICK, 1e3),
    FORBIDDEN("a decision: a rule forbids", Decisions.class, "forbidden", YARDSTICK, 1e3),
    ALLOWED("a decision: the default allows", Decisions.class, "allowedByDefault", YARDSTICK, 1e3),
    DENIED("a decision: the default denies", Decisions.class, "deniedByDefault", YARDSTICK, 1e3),
    GUARDED("a decision: with an expression", GuardedDecisions.class, "permitted", PERMITTED, null),
    EXPLAINED("the same with its reason", Decisions.class, "explained", DENIED, null),
    SCAN("100,000 nodes one by one", Fleets.class, "oneByOne", null, null),
    FIRST("100,000 nodes, first request", Fleets.class, "firstRequest", SCAN, 5e6),
    NEW("100,000 nodes, new shape", Fleets.class, "newShape", SCAN, 5e6),
    KNOWN("100,000 nodes, known shape", Fleets.class, "knownShape", SCAN, 5e6),
    LOAD("a bundle of 50 rules read", Loads.class, "small", null, null),
    LOAD_MANY("a bundle of 5,000 rules read", Loads.class, "large", LOAD, null);

    private final String title;
    private final String benchmark;
    private final @Nullable Subject beside;
    private final @Nullable Double goalNanos;

    Subject(String title, Class<?> type, String method, @Nullable Subject beside, @Nullable Double goalNanos) {
        this.title = title;
        this.benchmark = type.getName() + "." + method;
        this.beside = beside;
        this.goalNanos = goalNanos;
    }

    /** The subject of a word, if there is one. */
    static Optional<Subject> find(String word) {
        return Arrays.stream(values())
                .filter(subject -> subject.word().equals(word))
                .findFirst();
    }

    /** As the command line and the report write it, such as {@code load-many}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, for people. */
    String title() {
        return title;
    }

    /** The name that JMH knows it by. */
    String benchmark() {
        return benchmark;
    }

    /** What it is compared with. */
    Optional<Subject> beside() {
        return Optional.ofNullable(beside);
    }

    /** How many nanoseconds it should stay below. */
    Optional<Double> goalNanos() {
        return Optional.ofNullable(goalNanos);
    }
}
