package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.lint.Term.Need;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A clause of a rule's {@code hops}.
 *
 * @param key {@code process}, {@code relay}, {@code store} or {@code any}
 * @param map as it stands in the document
 * @param terms its conditions by their keys, in the order of the file
 */
record LintedClause(String key, YamlMap map, Map<String, Term> terms) {

    /** Whether some hop with known facts may satisfy all conditions at the time. */
    boolean satisfiable(int time) {
        return terms.values().stream().allMatch(term -> term.satisfiable(time));
    }

    /** The first condition that no hop with known facts satisfies at any of these times. */
    Optional<String> hopeless(int[] times) {
        return terms.entrySet().stream()
                .filter(entry ->
                        Arrays.stream(times).noneMatch(time -> entry.getValue().satisfiable(time)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether each hop that satisfies this clause as {@code own} asks satisfies the other one as {@code others} asks. */
    boolean implies(LintedClause other, Need own, Need others, int time) {
        if (own == Need.CERTAIN && !satisfiable(time)) {
            return true;
        }
        return other.terms.entrySet().stream().allMatch(entry -> {
            var mine = terms.get(entry.getKey());
            return mine != null && mine.implies(entry.getValue(), own, others, time);
        });
    }
}
