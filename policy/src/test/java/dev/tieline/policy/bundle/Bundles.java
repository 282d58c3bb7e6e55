package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.schema.SchemaFile;
import java.nio.file.Path;
import java.util.List;

/** Policy bundles for tests, in force during 2026. */
final class Bundles {
    static final String HEAD = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: test, version: 7, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2027-01-01T00:00:00Z}
            """;
    static final String WORDS = """
            tags: [health, export-controlled]
            purposes: [diagnostics, billing]
            blocs: {EEA: [EU, IS, LI, "NO"]}
            """;

    private Bundles() {}

    /** A bundle that stands alone, of whatever level. */
    static PolicyBundle read(Path file) {
        return only(PolicySetReader.read(file));
    }

    /** The same, of a text with that name. */
    static PolicyBundle read(String source, String text) {
        return only(PolicySetReader.read(source, text));
    }

    private static PolicyBundle only(PolicySet policy) {
        assertThat(policy.bundles()).hasSize(1);
        return policy.bundles().getFirst();
    }

    /** One that decides by a bundle alone. */
    static PolicyEvaluator evaluator(PolicyBundle bundle) {
        return new PolicyEvaluator(new BundleState.Valid(new PolicySet(List.of(bundle))));
    }

    /** A bundle of the usual head and words, without defaults, and the rest as given. What is valid, the schema takes. */
    static PolicyBundle bundle(String rest) {
        var text = HEAD + WORDS + rest;
        var bundle = read("test.yaml", text);
        assertThat(SchemaFile.BUNDLE.objections(text))
                .as("the schema's objections to a valid bundle")
                .isEmpty();
        return bundle;
    }

    static PolicyEvaluator evaluator(String rest) {
        return evaluator(bundle(rest));
    }

    /** An evaluator of one permit for all classes with the given hops, and no defaults. */
    static PolicyEvaluator permitting(String hops) {
        return evaluator(
                "rules: [{id: a, effect: permit, for: {class: [special], tags: [\"*\"]}, hops: " + hops + "}]");
    }

    /** An evaluator that allows the four classes by default, and one forbid with the given hops. */
    static PolicyEvaluator forbidding(String hops) {
        return evaluator("""
                defaults: {public: allow, internal: allow, personal: allow, special: allow}
                rules: [{id: a, effect: forbid, hops: %s}]
                """.formatted(hops));
    }
}
