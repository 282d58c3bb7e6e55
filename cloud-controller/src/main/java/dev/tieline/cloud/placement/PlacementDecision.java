package dev.tieline.cloud.placement;

import dev.tieline.models.ModelRef;
import java.util.List;

/** What was decided for one deployment, with everything that spoke against other nodes. */
public sealed interface PlacementDecision {

    /** The deployment's name. */
    String deployment();

    ModelRef model();

    /** The nodes that hold the model or shall hold it, those that retire last; none if it is not placed. */
    default List<Choice> chosen() {
        return List.of();
    }

    /** The nodes that were no candidates, by address. */
    default List<Rejection> rejected() {
        return List.of();
    }

    /**
     * It runs, or shall run.
     *
     * @param chosen where; if all of them retire, nothing better than what is there was found, and {@code rejected}
     *     says why
     */
    record Placed(String deployment, ModelRef model, List<Choice> chosen, List<Rejection> rejected)
            implements PlacementDecision {

        /** @throws IllegalArgumentException if nothing is chosen, or a node twice */
        public Placed {
            chosen = List.copyOf(chosen);
            rejected = List.copyOf(rejected);
            if (chosen.isEmpty() || chosen.stream().map(Choice::node).distinct().count() < chosen.size()) {
                throw new IllegalArgumentException("the deployment " + deployment
                        + " is placed on nodes, each named once, and these are " + chosen);
            }
        }
    }

    /**
     * It should run, and no node can take it.
     *
     * @param reason why, in one sentence without a full stop
     */
    record Unplaceable(String deployment, ModelRef model, String reason, List<Rejection> rejected)
            implements PlacementDecision {
        public Unplaceable {
            rejected = List.copyOf(rejected);
        }

        /** Whether policy refuses every node, and nothing else stands against any: time alone will not change that. */
        public boolean deniedByPolicy() {
            return !rejected.isEmpty()
                    && rejected.stream()
                            .allMatch(rejection -> rejection.filter().equals(SovereigntyFilter.NAME));
        }
    }

    /**
     * Nothing needs to run now.
     *
     * @param reason why, in one sentence without a full stop
     */
    record Idle(String deployment, ModelRef model, String reason) implements PlacementDecision {}
}
