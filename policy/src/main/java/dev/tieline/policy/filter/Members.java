package dev.tieline.policy.filter;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The candidates of one class, by their numbers. */
sealed interface Members {

    /** Adds all of them to a set. */
    void addTo(BitSet set);

    /**
     * The members of each class.
     *
     * @param classOf the number of each candidate's class
     * @param classes how many classes there are
     */
    static List<Members> ofEach(int[] classOf, int classes) {
        var counts = new int[classes];
        for (var one : classOf) {
            counts[one]++;
        }
        var numbers = new int[classes][];
        Arrays.setAll(numbers, one -> new int[counts[one]]);
        for (var i = classOf.length - 1; i >= 0; i--) {
            var one = classOf[i];
            numbers[one][--counts[one]] = i;
        }
        return Arrays.stream(numbers).map(each -> of(each, classOf.length)).toList();
    }

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
