package dev.tieline.policy.lint;

import java.util.BitSet;
import java.util.Set;

/**
 * A list of countries and blocs: {@code country}, {@code operator_home}, {@code access_countries}.
 *
 * <p>What the list means is known within bounds, since it may hang on a guard whether someone is a member. For each
 * jurisdiction the upper bound is what the list says if every guard holds, the lower what it says if none does.
 *
 * @param negated whether the place is outside the list
 * @param several whether the fact is a set of places ({@code access_countries}), all of which have to be within
 * @param names the list as it was written
 */
record PlaceTerm(boolean negated, boolean several, Set<String> names, Territory territory) implements Term {

    @Override
    public boolean satisfiable(int time) {
        return !most(Need.CERTAIN, time).isEmpty();
    }

    @Override
    public boolean implies(Term other, Need own, Need others, int time) {
        if (!(other instanceof PlaceTerm that)) {
            return false;
        }
        var least = that.least(others, time);
        if (several && negated && !that.negated) { // one place outside says nothing of the others
            return least.cardinality() == territory.size();
        }
        return sameWords(that) || within(most(own, time), least);
    }

    /** Whether the lists themselves say it, whatever they mean: a bloc's name means one thing in all bundles. */
    private boolean sameWords(PlaceTerm that) {
        return negated == that.negated && (negated ? names.containsAll(that.names) : that.names.containsAll(names));
    }

    /** The places of which the condition may hold, or may not be known to fail. */
    private BitSet most(Need need, int time) {
        if (!negated) {
            return need == Need.CERTAIN ? territory.certainAtMost(time) : territory.possibleAtMost(time);
        }
        return territory.without(
                need == Need.CERTAIN ? territory.possibleAtLeast(time) : territory.certainAtLeast(time));
    }

    /** The places of which the condition holds for sure, or is not known to fail for sure. */
    private BitSet least(Need need, int time) {
        if (!negated) {
            return need == Need.CERTAIN ? territory.certainAtLeast(time) : territory.possibleAtLeast(time);
        }
        return territory.without(need == Need.CERTAIN ? territory.possibleAtMost(time) : territory.certainAtMost(time));
    }

    private static boolean within(BitSet part, BitSet whole) {
        var rest = (BitSet) part.clone();
        rest.andNot(whole);
        return rest.isEmpty();
    }
}
