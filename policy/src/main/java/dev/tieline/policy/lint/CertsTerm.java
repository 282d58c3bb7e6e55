package dev.tieline.policy.lint;

import java.util.Set;

/**
 * {@code certs}: the site holds one of the list, or none of it. A site may hold any number of them.
 *
 * @param negated whether it holds none
 */
record CertsTerm(boolean negated, Set<String> words) implements Term {

    @Override
    public boolean satisfiable(int time) {
        return true;
    }

    @Override
    public boolean implies(Term other, Need own, Need others, int time) {
        return other instanceof CertsTerm that
                && negated == that.negated
                && (negated ? words.containsAll(that.words) : that.words.containsAll(words));
    }
}
