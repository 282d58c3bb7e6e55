package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import java.util.List;

/**
 * One deployment with all that placing it needs.
 *
 * @param deployment what an operator wants
 * @param manifest the model's card
 * @param lineage what the model's weights may reveal, with all that they have from the models before it
 * @param card the exact bytes of that card; their digest is the identity of what shall run
 * @param wants what callers have asked for lately; a deployment with a minimum of 0 is placed for these alone
 */
public record Demand(Deployment deployment, ModelManifest manifest, Lineage lineage, Artifact card, List<Want> wants) {

    /** @throws IllegalArgumentException if the card is that of another model; wants are sorted, each kept once */
    public Demand {
        if (!manifest.ref().equals(deployment.model())) {
            throw new IllegalArgumentException("the deployment " + deployment.name() + " is of " + deployment.model()
                    + ", and the card that comes with it is that of " + manifest.ref());
        }
        wants = wants.stream().distinct().sorted().toList();
    }

    /** The deployment's name. */
    public String name() {
        return deployment.name();
    }

    public ModelRef model() {
        return deployment.model();
    }

    /** The identity of what shall run. */
    public Digest digest() {
        return card.digest();
    }

    /** The calls that lie within what the operator declared the deployment for. */
    List<Want> admitted() {
        return wants.stream().filter(this::admits).toList();
    }

    private boolean admits(Want want) {
        return deployment.serves(want.origin())
                && want.label().join(deployment.label()).equals(deployment.label());
    }
}
