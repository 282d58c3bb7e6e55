package dev.tieline.models;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the weights of a model may reveal, with all that they have from the models before it.
 *
 * <p>A model that is fine-tuned or distilled from another may reveal what that one may. So its label is the join of its
 * own and those of all its ancestors. Where an ancestor is not known, or a model comes from itself, the class is unknown,
 * which no rule permits.
 *
 * @param label the effective label
 * @param reasons what raised it above what the model's own card says, each as the end of a sentence that begins with the
 *     model, such as {@code is derived from base@1, whose weights are special [health]}; empty if nothing did
 */
public record Lineage(DataLabel label, List<String> reasons) {
    private static final DataLabel UNKNOWN = DataLabel.of(DataClass.UNKNOWN);

    public Lineage {
        reasons = List.copyOf(reasons);
    }

    /** The lineage of a model among these cards. */
    public static Lineage of(ModelManifest model, Function<ModelRef, Optional<ModelManifest>> cards) {
        var family = new Family(model, cards);
        var label = model.labels().weights();
        var reasons = new ArrayList<String>();
        for (var ancestor : family.known.values()) {
            var raised = label.join(ancestor.labels().weights());
            if (!raised.equals(label)) {
                reasons.add("is derived from " + ancestor.ref() + ", whose weights are "
                        + ancestor.labels().weights());
                label = raised;
            }
        }
        for (var missing : family.missing) {
            reasons.add("is derived from " + missing + ", of which there is no card");
        }
        var circle = family.circle();
        if (!circle.isEmpty()) {
            reasons.add("comes from models that are derived from themselves: " + circle);
        }
        return new Lineage(family.missing.isEmpty() && circle.isEmpty() ? label : label.join(UNKNOWN), reasons);
    }

    /**
     * The lineage of a model whose ancestors are not at hand.
     *
     * @param told the effective label, by whoever has all cards; nothing where nobody said, so that the class of a model
     *     with ancestors is unknown
     */
    public static Lineage told(ModelManifest model, Optional<DataLabel> told) {
        var own = model.labels().weights();
        if (told.isPresent()) {
            return new Lineage(own.join(told.get()), List.of());
        }
        var parents = model.labels().derivedFrom();
        return parents.isEmpty()
                ? new Lineage(own, List.of())
                : new Lineage(own.join(UNKNOWN), List.of("is derived from " + parents + ", of which nothing was told"));
    }

    /** The label, and what raised it, as a part of a sentence. */
    @Override
    public String toString() {
        return reasons.isEmpty() ? label.toString() : label + ", since it " + String.join(" and ", reasons);
    }

    /** A model and all that it comes from, the nearest first. */
    private static final class Family {
        private final Map<ModelRef, ModelManifest> known = new LinkedHashMap<>();
        private final SortedSet<ModelRef> missing = new TreeSet<>();

        Family(ModelManifest model, Function<ModelRef, Optional<ModelManifest>> cards) {
            known.put(model.ref(), model);
            var open = new ArrayDeque<>(List.of(model));
            while (!open.isEmpty()) {
                for (var parent : open.remove().labels().derivedFrom()) {
                    if (!known.containsKey(parent) && !missing.contains(parent)) {
                        cards.apply(parent)
                                .ifPresentOrElse(
                                        card -> {
                                            known.put(parent, card);
                                            open.add(card);
                                        },
                                        () -> missing.add(parent));
                    }
                }
            }
        }

        /** Those whose line never begins: what is left once all are taken away whose parents are. */
        SortedSet<ModelRef> circle() {
            var left = new HashSet<>(known.keySet());
            var oldestFirst = List.copyOf(known.values()).reversed();
            var before = -1;
            while (before != left.size()) {
                before = left.size();
                for (var model : oldestFirst) {
                    if (model.labels().derivedFrom().stream().noneMatch(left::contains)) {
                        left.remove(model.ref());
                    }
                }
            }
            return new TreeSet<>(left);
        }
    }
}
