package dev.tieline.policy.bundle;

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

    /** A bundle of the usual head and words, without defaults, and the rest as given. */
    static PolicyBundle bundle(String rest) {
        return PolicyBundleReader.read("test.yaml", HEAD + WORDS + rest);
    }

    static PolicyEvaluator evaluator(String rest) {
        return new PolicyEvaluator(new BundleState.Valid(PolicySet.of(bundle(rest))));
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
