package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Random choices. The same seed gives the same ones. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int limit) {
        return random.nextInt(limit);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One or two of them, in alphabetical order. */
    List<String> few(List<String> choices) {
        var some = new TreeSet<String>();
        for (var i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
            some.add(of(choices));
        }
        return List.copyOf(some);
    }
}
