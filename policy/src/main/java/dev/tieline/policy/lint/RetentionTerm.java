package dev.tieline.policy.lint;

import java.time.Duration;

/** {@code retentionMax}: a store keeps data no longer than that. */
record RetentionTerm(Duration limit) implements Term {

    @Override
    public boolean satisfiable(int time) {
        return true;
    }

    @Override
    public boolean implies(Term other, Need own, Need others, int time) {
        return other instanceof RetentionTerm that && limit.compareTo(that.limit) <= 0;
    }
}
