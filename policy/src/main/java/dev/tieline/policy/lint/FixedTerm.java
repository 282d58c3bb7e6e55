package dev.tieline.policy.lint;

/** A condition that implies only itself: {@code tee}, {@code attested}, {@code same}. */
record FixedTerm(String value) implements Term {

    @Override
    public boolean satisfiable(int time) {
        return true;
    }

    @Override
    public boolean implies(Term other, Need own, Need others, int time) {
        return equals(other);
    }
}
