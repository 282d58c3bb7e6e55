package dev.tieline.devices.twin;

import dev.tieline.models.Artifact;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataLabel;
import org.jspecify.annotations.Nullable;

/**
 * One model that a node should hold.
 *
 * @param ref its name and version
 * @param card the exact bytes of its model card. Their digest is the identity of what shall run: the same digest means
 *     the same session, another one means another model under the same name
 * @param label what its weights may reveal, with all that they have from the models that it is derived from, whose cards
 *     the node does not have; null where the controller does not say
 */
public record DesiredModel(
        ModelRef ref, Artifact card, @Nullable DataLabel label) {

    /** One of which the controller says nothing but its card. */
    public DesiredModel(ModelRef ref, Artifact card) {
        this(ref, card, null);
    }

    @Override
    public String toString() {
        return ref + " of the card " + card.digest();
    }
}
