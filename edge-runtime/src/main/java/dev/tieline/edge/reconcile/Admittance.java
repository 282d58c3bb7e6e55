package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.reconcile.Actual.Card;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.Digest;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelManifest;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks this node's own policy which models it may hold, by what their weights may reveal. Whatever the controller decided,
 * this has the last word here. Not thread-safe.
 *
 * <p>The label of a model is what the controller tells, which knows the models that it is derived from, joined with what
 * its own card says. Of a model that the node loaded from its own catalogue, it is what that catalogue said.
 */
final class Admittance {
    private final DecisionPoint policy;
    /** What was told of the labels of cards that are desired or were, and are in service still. */
    private final Map<Digest, DataLabel> told = new HashMap<>();

    Admittance(DecisionPoint policy) {
        this.policy = policy;
    }

    /** Takes what is told of a model. */
    void hear(DesiredModel model) {
        var label = model.label();
        if (label != null) {
            told.put(model.card().digest(), label);
        }
    }

    /** Forgets what was told of all other cards. */
    void retain(Set<Digest> cards) {
        told.keySet().retainAll(cards);
    }

    /** Why a model that is in service may not stay; nothing if it may. Only a forbid says so. */
    Optional<String> keep(ModelRegistry.Held held) {
        var label = told(held.card()).or(() -> Optional.ofNullable(held.label()));
        return keep(Lineage.told(held.manifest(), label));
    }

    /**
     * Why a desired model that is here already, and was in service when this node ran last, may not come into service.
     * Only a forbid says so: what was permitted to come needs no permit to stay.
     */
    Optional<String> keep(DesiredModel model, ModelManifest manifest) {
        return keep(lineage(model.card().digest(), manifest));
    }

    /**
     * Why a desired model may not be brought here; nothing if it may. A card that is not here yet says nothing, and where
     * the controller does not either, it is asked for as public: it describes a model and reveals nothing of its weights.
     */
    Optional<String> bring(DesiredModel model, @Nullable Card card) {
        var lineage = card instanceof Card.Read(var manifest)
                ? lineage(model.card().digest(), manifest)
                : new Lineage(told(model.card().digest()).orElse(DataLabel.PUBLIC), List.of());
        return denied(policy.bring(lineage.label()), lineage, "may not be brought here");
    }

    private Optional<String> keep(Lineage lineage) {
        return denied(policy.keep(lineage.label()), lineage, "may not be held here");
    }

    private Lineage lineage(Digest card, ModelManifest manifest) {
        return Lineage.told(manifest, told(card));
    }

    private Optional<DataLabel> told(Digest card) {
        return Optional.ofNullable(told.get(card));
    }

    private static Optional<String> denied(PolicyDecision decision, Lineage lineage, String what) {
        return decision.permitted()
                ? Optional.empty()
                : Optional.of("its weights, which are " + lineage + ", " + what + ": " + decision.explain());
    }
}
