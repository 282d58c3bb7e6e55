package dev.tieline.bench.policy;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bundle as a company with several purposes may write it: for each purpose ten rules, which permit what its data may
 * do and forbid what it may never do.
 */
final class SampleBundle {
    /** Rules for one purpose. */
    static final int RULES_A_PURPOSE = 10;

    private static final List<String> NAMES = List.of("diagnostics", "billing", "research", "maintenance", "quality");

    private static final String HEAD = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: bench, version: 1, level: platform, notBefore: 2026-01-01T00:00:00Z, expires: 2100-01-01T00:00:00Z}
            tags: [health, export-controlled]
            purposes: [PURPOSES]
            blocs:
              EEA: [EU, IS, LI, "NO"]
              ADEQUATE:
                - {country: CH, from: 2000-07-26}
                - {country: GB, from: 2021-06-28, until: 2031-12-27}
                - {country: JP, from: 2019-01-23}
                - {country: US, from: 2023-07-10, suspended: true}
            defaults: {public: allow, internal: allow, personal: deny, special: deny}
            rules:
            """;

    private static final String RULES = """
              - id: %1$s-internal-in-eea
                effect: permit
                for: {class: [internal], purpose: [%1$s]}
                hops: {any: {country: [EEA]}}
              - id: %1$s-personal-in-eea
                effect: permit
                for: {class: [personal], purpose: [%1$s], action: [infer]}
                hops:
                  process: {country: [EEA, ADEQUATE], operator_home: [EEA, ADEQUATE]}
                  relay: {country: [EEA], sees: [cipher, clear]}
              - id: %1$s-personal-stored-for-a-day
                effect: permit
                for: {class: [personal], purpose: [%1$s], action: [store]}
                hops:
                  store: {country: [EEA], key_custody: [customer], retentionMax: 24h}
                  relay: {country: [EEA]}
              - id: %1$s-health-on-site
                effect: permit
                for: {class: [special], tags: [health], purpose: [%1$s]}
                hops: {process: {same: origin.site}, relay: {same: origin.site}}
              - id: %1$s-special-in-enclaves
                effect: permit
                for: {class: [special], purpose: [%1$s]}
                hops:
                  process: {tee: true, attested: true, country: [EEA]}
                  relay: {country: [EEA]}
              - id: %1$s-models
                effect: permit
                for: {class: [personal], purpose: [%1$s], action: [deploy-model]}
                hops: {process: {operator_home: [EEA, ADEQUATE], tier: [site, region]}}
              - id: %1$s-telemetry
                effect: permit
                for: {class: [personal], purpose: [%1$s], action: [export-telemetry], transform: [anonymised, aggregate]}
                hops: {any: {certs: [c5, iso27001]}}
              - id: %1$s-no-foreign-operator
                effect: forbid
                for: {class: [personal], purpose: [%1$s]}
                hops: {any: {operator_home: {not: [EEA, ADEQUATE]}}}
              - id: %1$s-no-foreign-access
                effect: forbid
                for: {class: [special], purpose: [%1$s]}
                hops: {any: {access_countries: {not: [EEA]}}}
              - id: %1$s-export-controlled-stays
                effect: forbid
                for: {tags: [export-controlled], purpose: [%1$s]}
                hops: {any: {country: {not: [DE]}}}
            """;

    private SampleBundle() {}

    /** The text of a bundle with that many rules, a multiple of {@link #RULES_A_PURPOSE}. */
    static String text(int rules) {
        var purposes = IntStream.range(0, rules / RULES_A_PURPOSE)
                .mapToObj(SampleBundle::purpose)
                .toList();
        return HEAD.replace("PURPOSES", String.join(", ", purposes))
                + purposes.stream().map(RULES::formatted).collect(Collectors.joining());
    }

    /** The same bundle in which one rule more, a forbid for personal data, has an expression. */
    static PolicySet guarded(int rules) {
        var text = text(rules) + """
              - id: cross-border-with-customer-keys
                effect: forbid
                for: {class: [personal]}
                when: "hop.country != origin.country && hop.key_custody != 'customer'"
            """;
        var compiled = new BundleCompiler().compile(new BundleText("guarded.yaml", text));
        return PolicySetReader.read("guarded.yaml", compiled);
    }

    static PolicySet of(int rules) {
        return PolicySetReader.read("bench.yaml", text(rules));
    }

    /** The purpose of that number, counted from 0. */
    static String purpose(int number) {
        return number < NAMES.size() ? NAMES.get(number) : "purpose-" + number;
    }
}
