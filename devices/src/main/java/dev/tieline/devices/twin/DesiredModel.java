package dev.tieline.devices.twin;

import dev.tieline.models.Artifact;
import dev.tieline.models.ModelRef;

/**
 * One model that a node should hold.
 *
 * @param ref its name and version
 * @param card the exact bytes of its model card. Their digest is the identity of what shall run: the same digest means
 *     the same session, another one means another model under the same name
 */
public record DesiredModel(ModelRef ref, Artifact card) {

    @Override
    public String toString() {
        return ref + " of the card " + card.digest();
    }
}
