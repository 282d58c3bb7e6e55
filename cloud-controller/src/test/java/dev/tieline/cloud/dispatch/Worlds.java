package dev.tieline.cloud.dispatch;

import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.Samples;
import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.catalog.DeclaredModel;
import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sample sites and policy, with a deployment of {@code minilm} on demand and whatever nodes a test needs. */
final class Worlds {
    static final ModelRef MINILM = ModelRef.of("minilm@1");
    static final Artifact CARD = Nodes.card(MINILM);

    private Worlds() {}

    static DispatchWorld with(NodeView... nodes) {
        return with(deployment(2), SiteBook.read(Samples.SITES), nodes);
    }

    static DispatchWorld with(Deployment deployment, SiteBook sites, NodeView... nodes) {
        return with(List.of(deployment), sites, nodes);
    }

    static DispatchWorld with(List<Deployment> deployments, NodeView... nodes) {
        return with(deployments, SiteBook.read(Samples.SITES), nodes);
    }

    private static DispatchWorld with(List<Deployment> deployments, SiteBook sites, NodeView... nodes) {
        var byName = new TreeMap<String, Deployment>();
        deployments.forEach(deployment -> byName.put(deployment.name(), deployment));
        var manifest = ModelCatalog.read(Samples.MODELS).find("minilm").orElseThrow();
        var policy = PolicySetReader.read(Samples.POLICY);
        var declared =
                new Declared(sites, policy, new TreeMap<>(Map.of(MINILM, new DeclaredModel(manifest, CARD))), byName);
        return new DispatchWorld(
                Nodes.NOON,
                TenantId.of("acme"),
                declared,
                sites,
                new PolicyEvaluator(new BundleState.Valid(policy)),
                Nodes.fleet(nodes));
    }

    /** On demand, for data up to special, health tags included. */
    static Deployment deployment(int max) {
        return new Deployment(
                "embeddings",
                MINILM,
                0,
                max,
                DataLabel.of(DataClass.SPECIAL, "health"),
                null,
                new TreeSet<>(),
                Objective.BALANCED,
                new TreeSet<>(),
                Duration.ofHours(1));
    }

    /** On demand, for callers of some sites, or of all. */
    static Deployment deployment(String name, DataLabel label, SiteId... origins) {
        return new Deployment(
                name,
                MINILM,
                0,
                2,
                label,
                null,
                new TreeSet<>(List.of(origins)),
                Objective.BALANCED,
                new TreeSet<>(),
                Duration.ofHours(1));
    }

    /** A node that holds the model and answers. */
    static NodeView warm(NodeAddress address) {
        return Nodes.holding(address, Map.of(MINILM, CARD));
    }

    static NodeView cold(NodeAddress address) {
        return Nodes.holding(address, Map.of());
    }
}
