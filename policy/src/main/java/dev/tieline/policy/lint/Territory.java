package dev.tieline.policy.lint;

import java.util.BitSet;
import java.util.List;

/**
 * What a list of countries and blocs says of every jurisdiction, at each moment of {@link Territories}. Bits are
 * jurisdictions.
 *
 * @param size how many jurisdictions there are
 * @param views for each moment what is so; the same for all moments before the list's bundle comes into force
 */
record Territory(int size, List<View> views) {

    /**
     * What a list says at one moment.
     *
     * @param certainAtLeast certainly within, if no guard of a membership holds
     * @param certainAtMost certainly within, if all of them hold
     * @param possibleAtLeast not certainly outside, if none holds
     * @param possibleAtMost not certainly outside, if all of them hold
     */
    record View(BitSet certainAtLeast, BitSet certainAtMost, BitSet possibleAtLeast, BitSet possibleAtMost) {}

    BitSet certainAtLeast(int time) {
        return views.get(time).certainAtLeast();
    }

    BitSet certainAtMost(int time) {
        return views.get(time).certainAtMost();
    }

    BitSet possibleAtLeast(int time) {
        return views.get(time).possibleAtLeast();
    }

    BitSet possibleAtMost(int time) {
        return views.get(time).possibleAtMost();
    }

    /** All jurisdictions but these. */
    BitSet without(BitSet these) {
        var rest = new BitSet(size);
        rest.set(0, size);
        rest.andNot(these);
        return rest;
    }
}
