package dev.tieline.edge.knowledge;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Documents as a controller publishes them. */
final class Documents {
    static final String SITES = "tl/v1/acme/sites";
    static final String ROUTES = "tl/v1/acme/node/clinic-berlin/gw-1/routes";
    static final String POLICY = "tl/v1/acme/policy";
    static final URI SOURCE = URI.create("http://127.0.0.1:8080/api/v1/blobs/sha256/any");

    private Documents() {}

    static String siteBook(long version) {
        return """
                apiVersion: tieline.dev/sites/v1
                version: %d
                expires: 2030-01-01T00:00:00Z
                sites:
                  - {id: clinic-berlin, country: DE}
                """.formatted(version);
    }

    static String routeList(long generation) {
        return """
                {"apiVersion": "tieline.dev/routes/v1", "generation": %d, "routes": {"simple": ["eu-central/fra-1"]}}
                """.formatted(generation);
    }

    static String bundle(String id, long version) {
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: %s, version: %d, level: platform, notBefore: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z}
                defaults: {public: allow, internal: deny, personal: deny, special: deny}
                """.formatted(id, version);
    }

    /** A pointer to a bundle that consists of these bytes. */
    static PolicyPointer pointer(String id, long version, String text) {
        var bytes = bytes(text);
        return new PolicyPointer(id, version, new Artifact("policy.yaml", Digest.ofBytes(bytes), bytes.length), SOURCE);
    }

    static InboundMessage message(String topic, String text) {
        return new InboundMessage(topic, bytes(text), true, MessageProperties.NONE);
    }

    static InboundMessage withdrawal(String topic) {
        return message(topic, "");
    }

    static PolicyPointers pointers(long generation, PolicyPointer... bundles) {
        return new PolicyPointers(generation, List.of(bundles));
    }

    /** A bundle of a level below platform, whose rules stand in one line each. */
    static String narrower(String id, long version, String level, String... rules) {
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: %s, version: %d, level: %s, notBefore: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z}
                rules:
                """.formatted(id, version, level)
                + Stream.of(rules).map(rule -> "  - " + rule + "\n").collect(Collectors.joining());
    }

    static String forbid(String id, String dataClass) {
        return "{id: %s, effect: forbid, for: {class: [%s]}}".formatted(id, dataClass);
    }

    /** What a node reports of bundles such as {@code acme-eu 3}. */
    static HeldPolicy held(long generation, String... bundles) {
        return new HeldPolicy(
                generation,
                Stream.of(bundles)
                        .map(bundle -> bundle.split(" "))
                        .map(bundle -> new HeldPolicy.Bundle(bundle[0], Long.parseLong(bundle[1])))
                        .toList(),
                null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
