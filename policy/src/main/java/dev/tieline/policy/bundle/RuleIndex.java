package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules by the requests that they may match at all, so that a decision need not ask every one of them: by action and
 * data class, and those that name purposes by purpose. It leaves out only rules that cannot match; whether one does, the
 * rule itself says. Immutable.
 */
final class RuleIndex {
    private static final Rule[] NONE = {};

    private final Map<Action, Map<DataClass, Shelf>> shelves = new EnumMap<>(Action.class);

    /** @param rules of one effect */
    RuleIndex(List<? extends Rule> rules) {
        for (var action : Action.values()) {
            var ofAction = new EnumMap<DataClass, Shelf>(DataClass.class);
            for (var dataClass : DataClass.values()) {
                ofAction.put(
                        dataClass,
                        Shelf.of(rules.stream()
                                .filter(rule -> rule.request().mayMatch(action, dataClass))
                                .toList()));
            }
            shelves.put(action, ofAction);
        }
    }

    /** Whether one of the rules matches. */
    boolean anyMatches(PolicyRequest request) {
        var shelf = shelf(request);
        return matches(shelf.anyPurpose, request) || matches(shelf.naming(request.purpose()), request);
    }

    private Shelf shelf(PolicyRequest request) {
        var shelf = Objects.requireNonNull(shelves.get(request.action()))
                .get(request.label().dataClass());
        return Objects.requireNonNull(shelf);
    }

    private static boolean matches(Rule[] rules, PolicyRequest request) {
        for (var rule : rules) {
            if (rule.matches(request)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The rules for one action and class.
     *
     * @param anyPurpose those that name no purpose
     * @param byPurpose those that name it
     * @param unknownPurpose those that may match a purpose that is missing or undeclared
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Shelf(Rule[] anyPurpose, Map<String, Rule[]> byPurpose, Rule[] unknownPurpose, WordList declared) {

        static Shelf of(List<? extends Rule> rules) {
            var open = new ArrayList<Rule>();
            var unknown = new ArrayList<Rule>();
            var named = new HashMap<String, List<Rule>>();
            var declared = new WordList(List.of());
            for (var rule : rules) {
                var purpose = rule.request().purpose();
                if (purpose.isEmpty()) {
                    open.add(rule);
                } else {
                    declared = purpose.get().declared();
                    purpose.get()
                            .listed()
                            .words()
                            .forEach(word -> named.computeIfAbsent(word, none -> new ArrayList<>())
                                    .add(rule));
                    if (rule instanceof ForbidRule) {
                        unknown.add(rule);
                    }
                }
            }
            var byPurpose = new HashMap<String, Rule[]>();
            named.forEach((word, those) -> byPurpose.put(word, those.toArray(Rule[]::new)));
            return new Shelf(open.toArray(Rule[]::new), byPurpose, unknown.toArray(Rule[]::new), declared);
        }

        /** Those that name purposes and may match this one. */
        Rule[] naming(@Nullable String purpose) {
            if (purpose == null) {
                return unknownPurpose;
            }
            var rules = byPurpose.get(purpose);
            return rules != null ? rules : declared.contains(purpose) ? NONE : unknownPurpose;
        }
    }
}
