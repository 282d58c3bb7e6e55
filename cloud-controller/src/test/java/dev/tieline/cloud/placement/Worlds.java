package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Makes inputs of plans. The demo's: its sites and its policy, of which every test may exchange a part. */
final class Worlds {
    static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    static final TenantId TENANT = TenantId.of("acme");
    static final SiteBook SITES = SiteBook.read(Path.of("../devices/profiles/sites-demo.yaml"));
    static final PolicyEvaluator POLICY =
            new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(Path.of("../policy/rules/acme-eu.yaml"))));

    static final NodeAddress BERLIN = NodeAddress.of("clinic-berlin/gw-1");
    static final NodeAddress FRANKFURT = NodeAddress.of("eu-central/fra-1");
    static final NodeAddress LYON = NodeAddress.of("eu-west/lyon-1");
    static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");

    private final List<NodeView> nodes = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();
    private SiteBook sites = SITES;
    private PolicyEvaluator policy = POLICY;
    private PlacementPlan previous = PlacementPlan.empty();
    private Instant at = AT;

    static Worlds world() {
        return new Worlds();
    }

    Worlds nodes(Nodes... added) {
        for (var node : added) {
            nodes.add(node.make());
        }
        return this;
    }

    Worlds demands(Demand... added) {
        demands.addAll(List.of(added));
        return this;
    }

    Worlds sites(SiteBook value) {
        sites = value;
        return this;
    }

    Worlds policy(PolicyEvaluator value) {
        policy = value;
        return this;
    }

    Worlds policy(String bundle) {
        return policy(new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("bundle", bundle))));
    }

    Worlds after(PlacementPlan plan) {
        previous = plan;
        return this;
    }

    Worlds at(Instant value) {
        at = value;
        return this;
    }

    PlacementInput make() {
        return new PlacementInput(at, TENANT, FleetView.of(at, nodes), sites, policy, demands, previous);
    }

    PlacementPlan plan() {
        return new PlacementEngine(PlacementSettings.defaults()).place(make());
    }

    Planning planning() {
        return new Planning(make(), PlacementSettings.defaults());
    }

    static Scope scope(Planning planning, String... origins) {
        var sites = new TreeSet<SiteId>();
        for (var origin : origins) {
            sites.add(SiteId.of(origin));
        }
        return planning.sovereignty()
                .scope(sites, Demands.demand().make().deployment().label(), null);
    }
}
