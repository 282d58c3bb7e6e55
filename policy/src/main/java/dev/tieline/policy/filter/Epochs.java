package dev.tieline.policy.filter;

import java.time.Instant;
import java.util.Arrays;
import java.util.SortedSet;

/** Numbers the stretches of time within which no date of a policy changes anything. */
final class Epochs {
    private final Instant[] turns;

    /** @param turns the first moment of each stretch but the first one, which began before all time */
    Epochs(SortedSet<Instant> turns) {
        this.turns = turns.toArray(Instant[]::new);
    }

    /** The number of a moment's stretch, counted from 0. */
    int of(Instant at) {
        var place = Arrays.binarySearch(turns, at);
        return place >= 0 ? place + 1 : -place - 1;
    }
}
