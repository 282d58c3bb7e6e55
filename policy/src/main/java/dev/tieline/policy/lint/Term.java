package dev.tieline.policy.lint;

/**
 * One condition of a clause, seen as the set of hops that satisfy it. Times are numbers of the moments at which a
 * policy's memberships change.
 */
sealed interface Term permits PlaceTerm, WordTerm, CertsTerm, FixedTerm, RetentionTerm {

    /** What is asked of a condition: that it is known to hold (permits), or that it is not known to fail (forbids). */
    enum Need {
        CERTAIN,
        POSSIBLE
    }

    /** Whether some hop with known facts may satisfy the condition at the time. */
    boolean satisfiable(int time);

    /**
     * Whether every hop for which this condition is as {@code own} asks makes the other one be as {@code others} asks, at
     * the time. False where that is not sure.
     *
     * @param own not POSSIBLE where {@code others} is CERTAIN
     */
    boolean implies(Term other, Need own, Need others, int time);
}
