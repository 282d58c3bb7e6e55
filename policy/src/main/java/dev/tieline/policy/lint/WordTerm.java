package dev.tieline.policy.lint;

import java.util.Collections;
import java.util.Set;

/**
 * A list of values of a fact that has one value: {@code tier}, {@code sees}, {@code key_custody}, {@code site}.
 *
 * @param negated whether the value is none of the list
 * @param words the list
 * @param all every value that there is; empty if any word may be one
 */
record WordTerm(boolean negated, Set<String> words, Set<String> all) implements Term {

    @Override
    public boolean satisfiable(int time) {
        return !negated || all.isEmpty() || !words.containsAll(all);
    }

    // A known value is never unknown to a list, and an unknown one always is: what holds for values holds for both
    // needs.
    @Override
    public boolean implies(Term other, Need own, Need others, int time) {
        if (!(other instanceof WordTerm that)) {
            return false;
        } else if (!negated) {
            return that.negated ? Collections.disjoint(words, that.words) : that.words.containsAll(words);
        } else if (that.negated) {
            return words.containsAll(that.words);
        }
        return !all.isEmpty() && all.stream().allMatch(word -> words.contains(word) || that.words.contains(word));
    }
}
