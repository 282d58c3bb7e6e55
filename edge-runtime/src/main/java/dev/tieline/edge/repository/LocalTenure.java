package dev.tieline.edge.repository;

import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.repository.CatalogFolder.Card;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.util.Optional;
import java.util.SortedMap;

/** Whether policy lets a model of this node's own catalogue serve here. The data does not move, so only a forbid says no. */
public final class LocalTenure {

    private LocalTenure() {}

    /**
     * Why it may not, as the end of a sentence about it; nothing if it may.
     *
     * @param cards the catalogue, which knows the models that it is derived from
     */
    public static Optional<String> obstacle(Card card, SortedMap<ModelRef, Card> cards, DecisionPoint policy) {
        return obstacle(lineage(card, cards), policy);
    }

    /** Why a model may not stay that serves here; nothing if it may. What its catalogue said when it was loaded counts. */
    static Optional<String> obstacle(ModelRegistry.Held held, DecisionPoint policy) {
        return obstacle(Lineage.told(held.manifest(), Optional.ofNullable(held.label())), policy);
    }

    private static Optional<String> obstacle(Lineage lineage, DecisionPoint policy) {
        return policy.keep(lineage.label()) instanceof PolicyDecision.Deny deny
                ? Optional.of("its weights, which are " + lineage + ", may not be held here: " + deny.explain())
                : Optional.empty();
    }

    /** What the weights of a model of the catalogue may reveal. */
    public static DataLabel label(Card card, SortedMap<ModelRef, Card> cards) {
        return lineage(card, cards).label();
    }

    private static Lineage lineage(Card card, SortedMap<ModelRef, Card> cards) {
        return Lineage.of(
                card.manifest(), ref -> Optional.ofNullable(cards.get(ref)).map(Card::manifest));
    }
}
