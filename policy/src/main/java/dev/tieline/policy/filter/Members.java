package dev.tieline.policy.filter;

import java.util.BitSet;

/** The candidates of one class, by their numbers. */
sealed interface Members {

    /** Adds all of them to a set. */
    void addTo(BitSet set);

    /**
     * The smaller form for these members: a bit for every candidate there is, or a number for each member.
     *
     * @param candidates how many candidates there are, members or not
     */
    static Members of(int[] numbers, int candidates) {
        if (numbers.length < candidates / Integer.SIZE) {
            return new Few(numbers);
        }
        var bits = new BitSet(candidates);
        new Few(numbers).addTo(bits);
        return new Many(bits);
    }

    /** One bit for each candidate. */
    record Many(BitSet bits) implements Members {
        @Override
        public void addTo(BitSet set) {
            set.or(bits);
        }
    }

    /** One number for each member. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Few(int[] numbers) implements Members {
        @Override
        public void addTo(BitSet set) {
            for (var number : numbers) {
                set.set(number);
            }
        }
    }
}
