package dev.tieline.cloud.catalog;

import dev.tieline.models.ModelManifest;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.PolicySet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tags and purposes that models and deployments use, held against those that policy declares. One that it does not
 * know counts as unknown in every decision, which nobody means who writes one.
 */
final class PolicyWords {
    private PolicyWords() {}

    static SortedMap<String, DataLabel> labels(ModelManifest model) {
        return new TreeMap<>(Map.of(
                "label", model.label(),
                "inputLabel", model.labels().input(),
                "trainedOn", model.labels().training()));
    }

    static DataLabel all(ModelManifest model) {
        return labels(model).values().stream().reduce(DataLabel.PUBLIC, DataLabel::join);
    }

    static Stream<String> undeclared(Deployment deployment, PolicySet policy) {
        var what = "the deployment " + deployment.name();
        return undeclaredPurpose(deployment, policy)
                ? Stream.of(what + " serves the purpose '" + deployment.purpose() + "', and the policy " + policy
                        + " declares " + policy.purposes() + ". Maybe declare it there, under purposes")
                : undeclared(what, deployment.label(), policy);
    }

    static boolean undeclaredPurpose(Deployment deployment, PolicySet policy) {
        var purpose = deployment.purpose();
        return purpose != null && !policy.purposes().contains(purpose);
    }

    static Stream<String> undeclared(String what, DataLabel label, PolicySet policy) {
        return label.tags().stream()
                .filter(tag -> !policy.tags().contains(tag))
                .map(tag -> what + " is labelled with the tag '" + tag + "', and the policy " + policy + " declares "
                        + policy.tags() + ". Maybe declare it there, under tags");
    }
}
