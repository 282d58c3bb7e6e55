package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle that is refused, with the sentence that says why. */
class BundleErrorsTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            apiVersion: v1\\nbundle: {}                  | b.yaml:1: apiVersion: needs tieline.dev/policy/v1, and this is v1
            bundle: {}                                    | b.yaml:1: needs the key 'apiVersion', and it is missing
            apiVersion: tieline.dev/policy/v1             | b.yaml:1: needs the key 'bundle', and it is missing
            apiVersion: tieline.dev/policy/v1\\nextra: 1  | b.yaml:2: extra: unknown key 'extra'. Legal here: apiVersion, bundle, tags, purposes, blocs, defaults, rules, tests, guards
            [1]                                           | b.yaml:1: needs a map of keys to values, and this is a list
            """)
    void shouldRefuseADocumentOfAnotherForm(String text, String message) {
        assertThatThrownBy(() -> Bundles.read("b.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(DocumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01                 | bundle: needs the key 'id', and it is missing
            id: a, level: platform, notBefore: 2026-01-01, expires: 2027-01-01                      | bundle: needs the key 'version', and it is missing
            id: a, version: 1, notBefore: 2026-01-01, expires: 2027-01-01                           | bundle: needs the key 'level', and it is missing
            id: a, version: 1, level: platform, expires: 2027-01-01                                 | bundle: needs the key 'notBefore', and it is missing
            id: a, version: 1, level: platform, notBefore: 2026-01-01                               | bundle: needs the key 'expires', and it is missing
            id: a, version: 0, level: platform, notBefore: 2026-01-01, expires: 2027-01-01          | bundle.version: needs an integer of at least 1, and this is 0
            id: a, version: x, level: platform, notBefore: 2026-01-01, expires: 2027-01-01          | bundle.version: needs an integer, and this is 'x'
            id: a, version: 1, level: galaxy, notBefore: 2026-01-01, expires: 2027-01-01            | bundle.level: unknown level 'galaxy'. Legal here: platform, tenant, site, device
            id: a, version: 1, level: platform, notBefore: soon, expires: 2027-01-01                | bundle.notBefore: needs a time such as 2026-11-01T00:00:00Z or a date such as 2026-11-01, and this is 'soon'
            id: a, version: 1, level: platform, notBefore: 2027-01-01, expires: 2027-01-01          | bundle.expires: needs a time after notBefore, which is 2027-01-01T00:00:00Z, and this is 2027-01-01T00:00:00Z
            id: a b, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01        | bundle.id: 'a b' is not a bundle id: it has 1 to 63 letters, digits, dots, hyphens and underscores, and starts with a letter or digit
            id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01, sig: x  | bundle.sig: unknown key 'sig'. Legal here: id, version, level, notBefore, expires
            """)
    void shouldRefuseABundleThatDoesNotSayWhoItIsOrWhenItHolds(String head, String message) {
        assertThatThrownBy(() -> Bundles.read("b.yaml", "apiVersion: tieline.dev/policy/v1\nbundle: {" + head + "}"))
                .hasMessage("b.yaml:2: " + message);
    }

    @ParameterizedTest
    @MethodSource
    @Shows(Sentence.M_DEFAULTS_ORDER)
    void shouldRefuseDeclarations(String declarations, String message) {
        assertThatThrownBy(() -> Bundles.read("b.yaml", Bundles.HEAD + declarations))
                .isInstanceOf(DocumentException.class)
                .hasMessage("b.yaml:3: " + message);
    }

    static Stream<Arguments> shouldRefuseDeclarations() {
        return Stream.of(
                arguments("tags: []", "tags: needs at least one item, and the list is empty"),
                arguments("purposes: []", "purposes: needs at least one item, and the list is empty"),
                arguments("tags: [true]", "tags[0]: needs text, and true is a boolean. Maybe quote it: \"true\""),
                arguments(
                        "tags: [\"*\"]",
                        "tags[0]: '*' is not a tag: it has 1 to 63 letters, digits, dots, hyphens and underscores, and"
                                + " starts with a letter or digit"),
                arguments("blocs: {X: []}", "blocs.X: needs at least one item, and the list is empty"),
                arguments(
                        "blocs: {EU: [CH]}",
                        "blocs.EU: the bloc EU is built in and cannot be declared. Maybe declare another name"),
                arguments("blocs: {CH: [CH]}", "blocs.CH: 'CH' looks like a jurisdiction and cannot name a bloc"),
                arguments("blocs: {QQ: [CH]}", "blocs.QQ: 'QQ' looks like a jurisdiction and cannot name a bloc"),
                arguments(
                        "blocs: {\"*\": [CH]}",
                        "blocs.*: '*' is not a bloc name: it has 1 to 63 letters, digits, dots, hyphens and"
                                + " underscores, and starts with a letter or digit"),
                arguments(
                        "blocs: {EEA: [EFTA]}",
                        "blocs.EEA[0]: 'EFTA' is neither a bloc (EEA, EU) nor a jurisdiction such as DE or US-CA:"
                                + " 'EFTA' is not a country code of ISO 3166-1 alpha-2."),
                arguments(
                        "blocs: {X: [UK]}",
                        "blocs.X[0]: 'UK' is neither a bloc (EU, X) nor a jurisdiction such as DE or US-CA: 'UK' is"
                                + " not a country code of ISO 3166-1 alpha-2. Maybe GB is meant"),
                arguments("blocs: {A1: [A1]}", "blocs.A1[0]: the bloc A1 contains itself: A1 -> A1"),
                arguments(
                        "blocs: {A1: [B1], B1: [CH, C1], C1: [A1]}",
                        "blocs.C1[0]: the bloc A1 contains itself: A1 -> B1 -> C1 -> A1"),
                arguments("blocs: {X: [{country: CH}]}", "blocs.X[0]: needs the key 'from', and it is missing"),
                arguments("blocs: {X: [{from: 2000-07-26}]}", "blocs.X[0]: needs the key 'country', and it is missing"),
                arguments(
                        "blocs: {X: [{country: CH, from: 2000-07-26, until: 2000-07-26}]}",
                        "blocs.X[0].until: needs a time after from, which is 2000-07-26T00:00:00Z, and this is"
                                + " 2000-07-26T00:00:00Z"),
                arguments(
                        "blocs: {X: [{country: EU, from: 2000-07-26}]}",
                        "blocs.X[0].country: a dated member needs a country, and EU is a bloc. Maybe list it plainly"),
                arguments(
                        "blocs: {X: [{country: XX, from: 2000-07-26}]}",
                        "blocs.X[0].country: needs a jurisdiction such as DE or US-CA: 'XX' is not a country code of"
                                + " ISO 3166-1 alpha-2."),
                arguments(
                        "blocs: {X: [{country: CH, from: 2000-07-26, suspended: maybe}]}",
                        "blocs.X[0].suspended: needs true or false, and this is 'maybe'"),
                arguments(
                        "blocs: {X: [{country: CH, from: 2000-07-26, note: x}]}",
                        "blocs.X[0].note: unknown key 'note'. Legal here: country, from, until, when, suspended, source"),
                arguments(
                        "defaults: {unknown: allow}",
                        "defaults.unknown: unknown key 'unknown'. Legal here: public, internal, personal, special"),
                arguments(
                        "defaults: {public: permit}",
                        "defaults.public: unknown default 'permit'. Legal here: allow, deny"),
                arguments(
                        "defaults: {public: deny, internal: allow}",
                        "defaults.internal: allows internal, which stands above public, and public is denied"),
                arguments(
                        "defaults: {special: allow, public: allow, internal: allow}",
                        "defaults.special: allows special, which stands above personal, and personal is left out"),
                arguments("tests: []", "tests: needs at least one item, and the list is empty"),
                arguments("rules: []", "rules: needs at least one item, and the list is empty"));
    }

    @ParameterizedTest
    @CsvSource({"tenant", "site", "device"})
    @Shows(Sentence.S9_DEFAULTS)
    void shouldRefuseDefaultsBelowTheLevelPlatform(String level) {
        var text = Bundles.HEAD.replace("platform", level) + "defaults: {public: allow}";

        assertThatThrownBy(() -> Bundles.read("b.yaml", text))
                .hasMessage("b.yaml:3: defaults: defaults stand only in bundles of the level platform, and this"
                        + " bundle's level is " + level + ": lower levels only narrow");
    }

    @ParameterizedTest
    @MethodSource
    @Shows({Sentence.M_FOR_NEEDED, Sentence.M_HOPS_NEEDED})
    void shouldRefuseARule(String rule, String message) {
        assertThatThrownBy(() -> Bundles.bundle("rules:\n  - {" + rule + "}"))
                .isInstanceOf(DocumentException.class)
                .hasMessage("test.yaml:7: rules[0]" + message);
    }

    static Stream<Arguments> shouldRefuseARule() {
        return Stream.of(
                arguments("effect: forbid", ": needs the key 'id', and it is missing"),
                arguments("id: a", ": needs the key 'effect', and it is missing"),
                arguments("id: a, effect: deny", ".effect: unknown effect 'deny'. Legal here: permit, forbid"),
                arguments(
                        "id: a/b, effect: forbid",
                        ".id: 'a/b' is not a rule id: it has 1 to 63 letters, digits, dots, hyphens and underscores,"
                                + " and starts with a letter or digit"),
                arguments(
                        "id: a, effect: forbid, where: x",
                        ".where: unknown key 'where'. Legal here: id, effect, mode, for, hops, when, oblige"),
                arguments("id: a, effect: forbid, mode: off", ".mode: unknown mode 'off'. Legal here: enforce, audit"),
                arguments(
                        "id: a, effect: forbid, oblige: [audit]",
                        ".oblige: oblige cannot stand in a forbid: what it denies is recorded in any case"),
                arguments(
                        "id: a, effect: permit, for: {class: [public]}, hops: {any: {}}, oblige: [pay]",
                        ".oblige[0]: unknown obligation 'pay'. Legal here: audit"),
                arguments(
                        "id: a, effect: permit, for: {class: [public]}, hops: {any: {}}, oblige: []",
                        ".oblige: needs at least one item, and the list is empty"),
                arguments("id: a, effect: permit, hops: {any: {}}", ": needs the key 'for', and it is missing"),
                arguments("id: a, effect: permit, for: {class: [public]}", ": needs the key 'hops', and it is missing"),
                arguments(
                        "id: a, effect: permit, for: {tags: [health]}, hops: {any: {}}",
                        ".for: needs the key 'class', and it is missing"));
    }

    @ParameterizedTest
    @MethodSource
    @Shows({Sentence.M_TAGS_ANY, Sentence.M_FOR_NEEDED})
    void shouldRefuseTheRequestMatchOfARule(String effect, String match, String message) {
        assertThatThrownBy(() ->
                        Bundles.bundle("rules: [{id: a, effect: " + effect + ", for: " + match + ", hops: {any: {}}}]"))
                .isInstanceOf(DocumentException.class)
                .hasMessage("test.yaml:6: rules[0].for" + message);
    }

    static Stream<Arguments> shouldRefuseTheRequestMatchOfARule() {
        return Stream.of(
                arguments(
                        "forbid",
                        "{}",
                        ": is empty, and it needs at least one of: class, tags, purpose, action, transform"),
                arguments(
                        "permit",
                        "{}",
                        ": is empty, and it needs at least one of: class, tags, purpose, action, transform"),
                arguments(
                        "forbid",
                        "{clas: [public]}",
                        ".clas: unknown key 'clas'. Legal here: class, tags, purpose, action, transform"),
                arguments("forbid", "{class: []}", ".class: needs at least one item, and the list is empty"),
                arguments("forbid", "{class: public}", ".class: needs a list, and this is a value"),
                arguments(
                        "permit",
                        "{class: [unknown]}",
                        ".class[0]: unknown data class 'unknown'. Legal here: public, internal, personal, special"),
                arguments(
                        "permit",
                        "{class: [\"*\"]}",
                        ".class[0]: unknown data class '*'. Legal here: public, internal, personal, special"),
                arguments("forbid", "{tags: []}", ".tags: needs at least one item, and the list is empty"),
                arguments(
                        "permit",
                        "{class: [public], tags: []}",
                        ".tags: needs at least one item, and the list is empty"),
                arguments(
                        "forbid",
                        "{tags: [helth]}",
                        ".tags[0]: unknown tag 'helth'. Declared under tags: export-controlled, health"),
                arguments(
                        "forbid",
                        "{tags: [\"*\"]}",
                        ".tags[0]: \"*\" cannot stand here: only countries and the tags of a permit know it"),
                arguments(
                        "permit",
                        "{class: [public], tags: [health, \"*\"]}",
                        ".tags: has \"*\" beside other values, and \"*\" stands alone in its list"),
                arguments("forbid", "{purpose: []}", ".purpose: needs at least one item, and the list is empty"),
                arguments(
                        "forbid",
                        "{purpose: [fun]}",
                        ".purpose[0]: unknown purpose 'fun'. Declared under purposes: billing, diagnostics"),
                arguments("forbid", "{action: []}", ".action: needs at least one item, and the list is empty"),
                arguments(
                        "forbid",
                        "{action: [copy]}",
                        ".action[0]: unknown action 'copy'. Legal here: infer, relay, store, deploy-model,"
                                + " export-telemetry, train"),
                arguments("forbid", "{transform: []}", ".transform: needs at least one item, and the list is empty"),
                arguments(
                        "forbid",
                        "{transform: [zip]}",
                        ".transform[0]: unknown transform 'zip'. Legal here: raw, features, pseudonymised,"
                                + " anonymised, aggregate"));
    }

    @ParameterizedTest
    @MethodSource
    @Shows(Sentence.M_HOPS_FORBID_KEYS)
    void shouldRefuseTheHopsOfARule(String effect, String hops, String message) {
        assertThatThrownBy(() -> Bundles.bundle(
                        "rules: [{id: a, effect: " + effect + ", for: {class: [public]}, hops: " + hops + "}]"))
                .isInstanceOf(DocumentException.class)
                .hasMessage("test.yaml:6: rules[0].hops" + message);
    }

    static Stream<Arguments> shouldRefuseTheHopsOfARule() {
        return Stream.of(
                arguments(
                        "permit",
                        "{}",
                        ": is empty, and it needs at least one of: process, relay, store, any. Maybe {any: {}} is"
                                + " meant: any path"),
                arguments(
                        "forbid",
                        "{}",
                        ": is empty, and it needs at least one of: process, relay, store, any. Maybe {any: {}} is"
                                + " meant: any path"),
                arguments(
                        "permit",
                        "{broker: {}}",
                        ".broker: unknown key 'broker'. Legal here: process, relay, store, any"),
                arguments("permit", "{any: []}", ".any: needs a map of keys to values, and this is a list"),
                arguments(
                        "permit",
                        "{any: {region: [EU]}}",
                        ".any.region: unknown key 'region'. Legal here: country, operator_home, access_countries,"
                                + " tier, key_custody, sees, site, certs, tee, attested, same, retentionMax"),
                arguments("permit", "{any: {country: DE}}", ".any.country: needs a list, and this is a value"),
                arguments(
                        "permit",
                        "{any: {country: []}}",
                        ".any.country: needs at least one item, and the list is empty"),
                arguments(
                        "permit",
                        "{any: {country: {not: []}}}",
                        ".any.country.not: needs at least one item, and the list is empty"),
                arguments("permit", "{any: {country: {}}}", ".any.country: needs the key 'not', and it is missing"),
                arguments(
                        "permit",
                        "{any: {country: {nott: [DE]}}}",
                        ".any.country.nott: unknown key 'nott'. Legal here: not"),
                arguments(
                        "permit",
                        "{any: {country: [EFTA]}}",
                        ".any.country[0]: 'EFTA' is neither a bloc (EEA, EU) nor a jurisdiction such as DE or US-CA:"
                                + " 'EFTA' is not a country code of ISO 3166-1 alpha-2."),
                arguments(
                        "permit",
                        "{any: {country: [DE, \"*\"]}}",
                        ".any.country: has \"*\" beside other values, and \"*\" stands alone in its list"),
                arguments(
                        "forbid",
                        "{any: {operator_home: [XX]}}",
                        ".any.operator_home[0]: 'XX' is neither a bloc (EEA, EU) nor a jurisdiction such as DE or"
                                + " US-CA: 'XX' is not a country code of ISO 3166-1 alpha-2."),
                arguments(
                        "permit",
                        "{any: {access_countries: []}}",
                        ".any.access_countries: needs at least one item, and the list is empty"),
                arguments(
                        "permit",
                        "{any: {tier: [cloud]}}",
                        ".any.tier[0]: unknown tier 'cloud'. Legal here: device, gateway, site, region"),
                arguments(
                        "permit",
                        "{any: {sees: [all]}}",
                        ".any.sees[0]: unknown value of sees 'all'. Legal here: clear, cipher, metadata"),
                arguments("permit", "{any: {tier: []}}", ".any.tier: needs at least one item, and the list is empty"),
                arguments("permit", "{any: {sees: []}}", ".any.sees: needs at least one item, and the list is empty"),
                arguments("permit", "{any: {site: []}}", ".any.site: needs at least one item, and the list is empty"),
                arguments("permit", "{any: {certs: []}}", ".any.certs: needs at least one item, and the list is empty"),
                arguments(
                        "permit",
                        "{any: {key_custody: [\"*\"]}}",
                        ".any.key_custody[0]: \"*\" cannot stand here: only countries and the tags of a permit know"
                                + " it"),
                arguments("permit", "{any: {tee: [true]}}", ".any.tee: needs a single value, and this is a list"),
                arguments("permit", "{any: {attested: yes}}", ".any.attested: needs true or false, and this is 'yes'"),
                arguments(
                        "permit",
                        "{any: {same: origin.tier}}",
                        ".any.same: unknown value of same 'origin.tier'. Legal here: origin.site, origin.country,"
                                + " origin.operator_home"),
                arguments(
                        "permit",
                        "{store: {retentionMax: 1w}}",
                        ".store.retentionMax: needs an integer followed by s, m, h or d, such as 24h, and this is"
                                + " '1w'"),
                arguments(
                        "permit",
                        "{relay: {retentionMax: 1h}}",
                        ".relay.retentionMax: retentionMax stands only in the clause store, and this is the clause"
                                + " relay"),
                arguments(
                        "permit",
                        "{any: {retentionMax: 1h}}",
                        ".any.retentionMax: retentionMax stands only in the clause store, and this is the clause any"),
                arguments(
                        "forbid",
                        "{store: {retentionMax: 1h}}",
                        ".store.retentionMax: retentionMax cannot stand in a forbid. Maybe permit the stores that"
                                + " delete in time"),
                arguments(
                        "forbid",
                        "{store: {none: true}}",
                        ".store.none: none cannot stand in a forbid, which permits no hop anyway. Maybe {} is meant:"
                                + " any hop of that role"),
                arguments(
                        "permit",
                        "{store: {none: true, country: [DE]}}",
                        ".store.none: none stands alone in its clause, and this clause has the keys none, country"),
                arguments(
                        "permit",
                        "{store: {none: false}}",
                        ".store.none: needs true. Maybe leave it out: a clause without conditions permits any hop of"
                                + " its role"),
                arguments(
                        "permit",
                        "{any: {none: true}}",
                        ".any.none: none stands only in the clause of a role. Maybe leave the clause any out: a role"
                                + " without a clause is not permitted"));
    }

    @ParameterizedTest
    @CsvSource({"permit", "forbid"})
    @Shows(Sentence.S9_WORDS)
    void shouldRefuseASecondRuleOfTheSameId(String effect) {
        var rules = """
                rules:
                  - {id: a, effect: forbid}
                  - {id: b, effect: forbid}
                  - {id: a, effect: %s, for: {class: [public]}, hops: {any: {}}}
                """.formatted(effect);

        assertThatThrownBy(() -> Bundles.bundle(rules))
                .hasMessage("test.yaml:9: rules[2].id: the rule id 'a' stands here a second time; the first is on line"
                        + " 7");
    }

    @Test
    void shouldRefuseABundleThatIsTooLargeBeforeItIsRead() {
        var text = Bundles.HEAD + "#".repeat(10_000_000);

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessage("b.yaml:1: has " + text.length() + " characters; the limit is 4194304");
    }

    @Test
    void shouldRefuseABundleThatIsNestedTooDeep() {
        var text = Bundles.HEAD + "rules: " + "[".repeat(10_000) + "]".repeat(10_000);

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", text)).hasMessage("b.yaml:3: is nested deeper than 64");
    }

    @Test
    void shouldRefuseAnAliasInsteadOfUnfoldingIt() {
        var text = new StringBuilder(Bundles.HEAD + "tags:\n  a0: &a0 [x]\n");
        for (var i = 1; i < 40; i++) {
            text.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", text.toString()))
                .hasMessage("b.yaml:4: tags.a0: has an anchor, which is not supported here");
    }

    @ParameterizedTest
    @CsvSource({"tags: [a]", "apiVersion: x", "rules: []", "bundle: {}"})
    void shouldRefuseAKeyThatStandsTwice(String line) {
        var key = line.substring(0, line.indexOf(':'));

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", Bundles.HEAD + line + "\n" + line + "\n"))
                .isInstanceOf(DocumentException.class)
                .hasMessageMatching("b.yaml:[34]: .*" + key + ".*");
    }

    @Test
    void shouldRefuseBlocsThatStandWithinEachOtherTooDeep() {
        var text = new StringBuilder(Bundles.HEAD + "blocs:\n");
        for (var i = 0; i < 10_000; i++) {
            text.append("  B%d: [B%d, DE]\n".formatted(i, i + 1));
        }
        text.append("  B10000: [CH]\n");

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", text.toString()))
                .hasMessage("b.yaml:67: blocs.B63[0]: the bloc B64 stands within more than 64 others");
    }

    @Test
    void shouldCountAMemberOnceHoweverOftenABlocContainsIt() {
        var text = new StringBuilder(Bundles.HEAD + "blocs:\n  B0: [DE, FR]\n");
        for (var i = 1; i < 60; i++) {
            text.append("  B%d: [B%d, B%d]\n".formatted(i, i - 1, i - 1));
        }

        assertThat(PolicySetReader.read("b.yaml", text.toString())
                        .bundles()
                        .getFirst()
                        .blocs())
                .hasSize(61);
    }

    @Test
    void shouldRefuseBlocsThatHaveTooManyMembersAltogether() {
        var text = new StringBuilder(Bundles.HEAD + "blocs:\n  B0:\n");
        for (var i = 0; i < 1000; i++) {
            text.append("    - {country: US, from: %d-01-01}\n".formatted(1000 + i));
        }
        for (var i = 1; i < 200; i++) {
            text.append("  B%d: [B0]\n".formatted(i));
        }

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", text.toString()))
                .hasMessage(
                        "b.yaml:1104: blocs.B100: all blocs together have more than 100000 members, where each counts"
                                + " in every bloc that contains it");
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseAnExpression(String when, String message) {
        var text = Bundles.HEAD + "rules:\n  - {id: a, effect: forbid, when: " + when + "}\n";

        assertThatThrownBy(() -> PolicySetReader.read(List.of(new BundleText("b.yaml", text)), COMPILER))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("b.yaml:4: rules[0].when: " + message);
    }

    static Stream<Arguments> shouldRefuseAnExpression() {
        var unusable = "the expression cannot be used: ";
        return Stream.of(
                arguments("true", "needs text, and true is a boolean. Maybe quote it: \"true\""),
                arguments("[a]", "needs a single value, and this is a list"),
                arguments("\"\"", unusable + "at line 1, column 1 of the expression: "),
                arguments("\"hop.country ==\"", unusable + "at line 1, column 15 of the expression: mismatched input"),
                arguments("\"hop.tee == 1\"", unusable + "at line 1, column 9 of the expression: found no matching"),
                arguments("\"hop.site\"", unusable + "at line 1, column 4 of the expression: expected type 'bool'"),
                arguments(
                        "\"hop.plce == 'x'\"",
                        unusable
                                + "at line 1, column 4 of the expression: undefined field 'plce'. Legal here: request.{"),
                arguments("\"" + "a".repeat(5000) + "\"", unusable + "it has 5000 characters; the limit is 4096"),
                arguments(
                        "\"[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))\"",
                        unusable + "it has more than 2 loops such as all and exists"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                       | guards: needs at least one item, and the list is empty
            [{when: "true"}]                                         | guards[0]: needs the key 'checked', and it is missing
            [{when: "true", checked: AAAA, by: x}]                   | guards[0].by: unknown key 'by'. Legal here: when, checked
            [{when: "true", checked: "****"}]                        | guards[0].checked: is not base64: Illegal base64 character 2a. Maybe compile the bundle again
            [{when: "true", checked: "AB=="}]                        | guards[0].checked: is not base64: its end is not as it is written. Maybe compile the bundle again
            [{when: "true", checked: "AA"}]                          | guards[0].checked: is not base64: its end is not as it is written. Maybe compile the bundle again
            [{when: "true", checked: A}, {when: "true", checked: A}] | guards[0].checked: is not base64: Input byte[] should at least have 2 bytes for base64 bytes. Maybe compile the bundle again
            [{when: "true", checked: AAAA}, {when: "true", checked: AAAA}] | guards[1].when: there is an entry for this expression already
            [{when: "true", checked: AAAA}]                          | guards[0]: is for an expression that stands under no when of this bundle. Maybe remove the key guards and compile the bundle again
            """)
    void shouldRefuseCompiledExpressions(String guards, String message) {
        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", Bundles.HEAD + "guards: " + guards))
                .hasMessage("b.yaml:3: " + message);
    }
}
