package dev.tieline.edge;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.admission.Prospects;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small federation: a clinic in Berlin that may ask Frankfurt and Virginia, and the rules between them. */
public final class World {
    public static final NodeAddress CLINIC = NodeAddress.of("clinic-berlin/gw-1");
    public static final NodeAddress FRANKFURT = NodeAddress.of("eu-central/fra-1");
    public static final NodeAddress VIRGINIA = NodeAddress.of("us-east/va-1");
    public static final DataLabel PERSONAL = DataLabel.of(DataClass.PERSONAL);
    public static final DataLabel HEALTH = DataLabel.of(DataClass.SPECIAL, "health");
    public static final PolicyDecision.Permit PERMIT =
            new PolicyDecision.Permit("rule", "a rule permits", List.of("rule"), List.of(), List.of());
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    /** Routes to nowhere, by which requests to the model {@code simple} are at least public. */
    public static final Routes TOLD = told(DataLabel.PUBLIC);

    private static final String SITES = """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2027-01-01T00:00:00Z
            sites:
              - {id: broker-fra, country: DE, operator_home: DE, tier: region}
              - {id: clinic-berlin, country: DE, operator_home: DE, tier: gateway, broker: broker-fra}
              - {id: eu-central, country: DE, operator_home: DE, tier: region, broker: broker-fra}
              - {id: us-east, country: US-VA, operator_home: US, tier: region, broker: broker-fra}
              - {id: controller-fra, country: DE, operator_home: DE, tier: region, broker: broker-fra}
              - {id: controller-va, country: US-VA, operator_home: US, tier: region, broker: broker-fra}
            """;

    private static final String POLICY = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: test, version: 1, level: platform, notBefore: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z}
            tags: [health]
            purposes: [diagnostics]
            blocs:
              EEA: [EU, IS, LI, "NO"]
            defaults: {public: allow, internal: allow, personal: deny, special: deny}
            rules:
              - id: personal-in-eea
                effect: permit
                for: {class: [personal]}
                hops:
                  process: {country: [EEA]}
                  relay: {country: [EEA]}
              - id: health-never-leaves
                effect: forbid
                for: {class: [special], tags: [health]}
                hops: {any: {sees: [clear, cipher, metadata]}}
            """;

    private static final String ROUTES = """
            apiVersion: tieline.dev/routes/v1
            generation: 1
            routes:
              simple: [us-east/va-1, eu-central/fra-1]
            """;

    private World() {}

    /** Routes to nowhere, by which requests to the model {@code simple} are at least that. */
    public static Routes told(DataLabel label) {
        return Routes.of(1, Map.of(), Map.of(ModelName.of("simple"), label));
    }

    /** The same world with a controller at that site, and with that routing document. */
    public static Knowledge governedBy(String controller, Routes routes) {
        var sites = SITES.replace("version: 1\n", "version: 1\ncontroller: " + controller + "\n");
        return new Knowledge(SiteBook.read("sites.yaml", sites), knowledge().policy(), routes);
    }

    public static Knowledge knowledge() {
        return new Knowledge(
                SiteBook.read("sites.yaml", SITES),
                new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("policy.yaml", POLICY))),
                Routes.read("routes.yaml", ROUTES));
    }

    /** The same world with one more rule, a line of YAML such as {@code {id: r, effect: forbid, for: {class: [public]}}}. */
    public static Knowledge with(String rule) {
        var known = knowledge();
        var policy = PolicySetReader.read("policy.yaml", POLICY + "  - " + rule + "\n");
        return new Knowledge(known.sites(), new PolicyEvaluator(new BundleState.Valid(policy)), known.routes());
    }

    /** The same world after its policy bundle was withdrawn. */
    public static Knowledge withoutPolicy() {
        var known = knowledge();
        return new Knowledge(
                known.sites(), new PolicyEvaluator(new BundleState.Absent("it was withdrawn")), known.routes());
    }

    /** The text of the bundle {@code test}, version 1. */
    public static String policyText() {
        return POLICY;
    }

    public static DeviceId device(NodeAddress address) {
        return new DeviceId(TenantId.of("acme"), address.site(), address.node());
    }

    /** Serving that traces nothing. */
    public static LocalServing serving(Ticker ticker) {
        return new LocalServing(ticker, CLOCK, Tracing.off());
    }

    public static DecisionPoint decisionPoint(NodeAddress self) {
        return decisionPoint(self, knowledge());
    }

    public static DecisionPoint decisionPoint(NodeAddress self, Knowledge knowledge) {
        return new DecisionPoint(device(self), () -> knowledge, CLOCK, new Random(1));
    }

    public static AdmissionController admission(NodeAddress self) {
        return admission(self, knowledge());
    }

    public static AdmissionController admission(NodeAddress self, Knowledge knowledge) {
        return admission(self, knowledge, Reachability.unobstructed());
    }

    public static AdmissionController admission(NodeAddress self, Knowledge knowledge, Reachability reachability) {
        return admission(self, knowledge, reachability, Prospects.none());
    }

    public static AdmissionController admission(
            NodeAddress self, Knowledge knowledge, Reachability reachability, Prospects prospects) {
        return new AdmissionController(self, () -> knowledge, decisionPoint(self, knowledge), reachability, prospects);
    }
}
