package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteBook;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.policy.bundle.PolicyBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that operators have declared, valid together.
 *
 * @param sites who is where
 * @param policy what is allowed
 * @param models what can be run
 */
public record Catalog(SiteBook sites, PolicyBundle policy, ModelCatalog models) {

    /** @throws CatalogException if the parts contradict each other */
    public Catalog {
        var problems = models.all().stream()
                .flatMap(model -> undeclaredTags(model, policy))
                .toList();
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
    }

    /** What is usable and still worth a loud word at a moment: what is not in force, or no longer. */
    public List<String> warnings(Instant now) {
        var warnings = new ArrayList<String>();
        if (sites.expired(now)) {
            warnings.add("the site book of version " + sites.version() + " expired at " + sites.expires()
                    + ": every site counts as unknown");
        }
        if (now.isBefore(policy.notBefore())) {
            warnings.add("the policy bundle " + policy + " is not in force before " + policy.notBefore()
                    + ": nothing may leave the node that asks");
        }
        if (!now.isBefore(policy.expires())) {
            warnings.add("the policy bundle " + policy + " expired at " + policy.expires()
                    + ": only public data without tags may leave, where it permits that");
        }
        return List.copyOf(warnings);
    }

    // A tag that the bundle does not know counts as unknown in every decision, which nobody means who writes one.
    private static Stream<String> undeclaredTags(ModelManifest model, PolicyBundle policy) {
        return model.label().tags().stream()
                .filter(tag -> !policy.tags().contains(tag))
                .map(tag ->
                        "the model " + model.ref() + " is labelled with the tag '" + tag + "', and the policy bundle "
                                + policy + " declares " + policy.tags() + ". Maybe declare it there, under tags");
    }
}
