package dev.tieline.bench.stage;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The world of a benchmark: a plant that may ask a region, and the policy that lets public data go there. */
public final class World {
    /** The node that asks: this process. */
    public static final NodeAddress ASKER = NodeAddress.of("plant/bench-1");
    /** The node that works for it. */
    public static final NodeAddress EXECUTOR = NodeAddress.of("region/worker-1");

    private static final TenantId TENANT = TenantId.of("bench");

    private static final String SITES = """
            apiVersion: tieline.dev/sites/v1
            version: 1
            expires: 2100-01-01T00:00:00Z
            sites:
              - {id: exchange, country: DE, operator_home: DE, tier: region}
              - {id: plant, country: DE, operator_home: DE, tier: gateway, broker: exchange}
              - {id: region, country: DE, operator_home: DE, tier: region, broker: exchange}
            """;

    private static final String POLICY = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: bench, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2100-01-01T00:00:00Z}
            tags: [health]
            purposes: [diagnostics]
            blocs:
              EEA: [EU, IS, LI, "NO"]
            defaults: {public: deny, internal: deny, personal: deny, special: deny}
            rules:
              - id: public-in-eea
                effect: permit
                for: {class: [public]}
                hops:
                  process: {country: [EEA]}
                  relay: {country: [EEA]}
            """;

    private World() {}

    public static DeviceId device(NodeAddress address) {
        return new DeviceId(TENANT, address.site(), address.node());
    }

    /** What the asking node knows. */
    public static Knowledge knowledge() {
        return new Knowledge(
                SiteBook.read("the benchmark's sites", SITES),
                new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("the benchmark's policy", POLICY))),
                Routes.none());
    }

    /** Writes the site book into a folder. */
    static Path writeSites(Path folder) {
        return write(folder.resolve("sites.yaml"), SITES);
    }

    /** Writes the policy bundle into a folder. */
    static Path writePolicy(Path folder) {
        return write(folder.resolve("policy.yaml"), POLICY);
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
