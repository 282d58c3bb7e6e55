package dev.tieline.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLintTest {
    private static final GuardCompiler COMPILER = new CelGuardCompiler();
    private static final String HEAD = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2028-01-01}
            """;
    private static final String TENANT =
            HEAD.replace("platform", "tenant").replace("id: a", "id: b").replace("2026-01-01", "2026-02-01");
    private static final String BLOCS = """
            tags: [t]
            purposes: [p]
            blocs:
              EEA: [EU, IS]
              GONE: [{country: CH, from: 2001-01-01, until: 2002-01-01}, {country: US, from: 2001-01-01, suspended: true}]
              EARLY: [{country: US, from: 2026-01-01, until: 2026-06-01}]
              LATE: [{country: US, from: 2026-06-01}]
            """;

    @Test
    void shouldFindNothingInTheSample() {
        var text = YamlReader.text(Path.of("rules/acme-eu.yaml"));

        assertThat(messages(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{any: {country: [GONE]}}",
                "{any: {country: {not: [\"*\"]}}}",
                "{process: {tier: {not: [device, gateway, site, region]}}, store: {none: true}}",
                "{relay: {sees: {not: [clear, cipher, metadata]}}}",
                "{relay: {access_countries: {not: [\"*\"]}}}",
                "{any: {country: [EARLY], operator_home: [LATE]}}",
                "{process: {none: true}, relay: {none: true}, store: {none: true}}"
            })
    void shouldFindAPermitThatMatchesNothing(String hops) {
        assertThat(kinds(rules("{id: x, effect: permit, for: {class: [personal]}, hops: " + hops + "}")))
                .contains("never-matches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{any: {country: [GONE, DE]}}",
                "{any: {country: {not: [EEA]}}}",
                "{any: {country: [EARLY], operator_home: [EARLY]}}",
                "{any: {certs: {not: [c5]}}}",
                "{any: {site: {not: [a]}}}",
                "{relay: {}}"
            })
    void shouldKeepQuietAboutAPermitThatMatchesSomething(String hops) {
        assertThat(kinds(rules("{id: x, effect: permit, for: {class: [personal]}, hops: " + hops + "}")))
                .doesNotContain("never-matches", "impossible-clause");
    }

    @Test
    void shouldSayWhyAPermitMatchesNothing() {
        assertThat(messages(rules("{id: x, effect: permit, for: {class: [personal]}, hops: {any: {country: [GONE]}}}")))
                .contains(
                        "a0.yaml:11: rules[0]: never-matches: the permit x permits no hop: no hop satisfies the clause any of"
                                + " the rule x: nothing has the country that it asks for at any time since 2026-01-01T00:00:00Z");
        assertThat(messages(rules("{id: x, effect: permit, for: {class: [personal]}, hops: {any: {country: [EARLY],"
                        + " operator_home: [LATE]}}}")))
                .anyMatch(message ->
                        message.endsWith("its conditions country, operator_home hold at different times only"));
    }

    @Test
    void shouldFindAClauseThatNoHopSatisfies() {
        assertThat(messages(rules("{id: x, effect: permit, for: {class: [personal]}, hops: {process: {country: [DE]},"
                        + " relay: {country: [GONE]}}}")))
                .contains(
                        "a0.yaml:11: rules[0].hops.relay: impossible-clause: no hop satisfies the clause relay of the rule x:"
                                + " nothing has the country that it asks for at any time since 2026-01-01T00:00:00Z");
    }

    @Test
    void shouldFindAForbidOfNothingKnownUnlessThatIsWhatItAsksFor() {
        assertThat(messages(rules("{id: x, effect: forbid, hops: {any: {country: [GONE]}}}")))
                .anyMatch(
                        message -> message.contains("impossible-clause: no hop satisfies the clause any of the rule x,"
                                + " unless its facts are unknown"));
        assertThat(kinds(rules("{id: x, effect: forbid, hops: {any: {country: {not: [\"*\"]}}}}")))
                .doesNotContain("impossible-clause");
    }

    @Test
    void shouldFindAPermitOfInferenceWithoutAProcessor() {
        var rule = "{id: x, effect: permit, for: {class: [personal], action: [%s]}, hops: {relay: {}}}";

        assertThat(messages(rules(rule.formatted("train, infer"))))
                .contains(
                        "a0.yaml:11: rules[0]: no-process: the permit x is of infer, train, which some hop has to process,"
                                + " and it permits no hop of the role process");
        assertThat(kinds(rules(rule.formatted("infer, relay")))).doesNotContain("no-process");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class: [personal]}, hops: {any: {country: [DE, IS]}}",
                "class: [internal], purpose: [p]}, hops: {any: {country: [FR], tee: true}}",
                "class: [personal], action: [infer]}, hops: {relay: {country: [EU]}}",
                "class: [personal]}, hops: {process: {country: [DE]}, relay: {country: [GONE]}}"
            })
    void shouldFindAPermitThatAnotherOneCovers(String narrow) {
        assertThat(messages(rules(
                        "{id: wide, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}",
                        "{id: a, effect: permit, for: {" + narrow + "}")))
                .contains(
                        "a0.yaml:12: rules[1]: shadowed: the rule a changes no answer, since the rule wide on line 11 permits all"
                                + " that it does");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class: [special]}, hops: {any: {country: [DE]}}",
                "class: [personal], tags: [t]}, hops: {any: {country: [DE]}}",
                "class: [personal]}, hops: {any: {country: [CH]}}",
                "class: [personal]}, hops: {any: {operator_home: [DE]}}",
                "class: [personal]}, hops: {any: {country: [DE]}}, oblige: [audit]",
                "class: [personal]}, hops: {any: {country: [DE]}}, mode: audit"
            })
    void shouldKeepQuietAboutAPermitThatAnotherOneDoesNotCover(String narrow) {
        assertThat(kinds(rules(
                        "{id: wide, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}",
                        "{id: a, effect: permit, for: {" + narrow + "}")))
                .doesNotContain("shadowed");
    }

    @Test
    void shouldCallOnlyOneOfTwoEqualRulesShadowed() {
        assertThat(messages(rules(
                        "{id: b, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}",
                        "{id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}")))
                .filteredOn(message -> message.contains("shadowed"))
                .singleElement()
                .asString()
                .contains("the rule b changes no answer");
    }

    @Test
    void shouldFindAPermitOfWhatTheDefaultsAllow() {
        var permit = "{id: x, effect: permit, for: {class: [internal]}, hops: {any: {country: [DE]}}}";

        assertThat(messages("defaults: {public: allow, internal: allow}\n" + rules(permit)))
                .anyMatch(message -> message.endsWith(
                        "the rule x changes no answer, since the defaults allow internal and all" + " below it"));
        assertThat(kinds("defaults: {public: allow, internal: deny}\n" + rules(permit)))
                .doesNotContain("shadowed");
    }

    @Test
    void shouldFindAForbidThatAnotherOneCovers() {
        assertThat(messages(rules(
                        "{id: wide, effect: forbid, for: {class: [internal]}, hops: {any: {country: {not: [DE]}}}}",
                        "{id: x, effect: forbid, for: {class: [special]}, hops: {relay: {country: {not: [DE, FR]}}}}")))
                .anyMatch(message -> message.endsWith(
                        "the rule x changes no answer, since the rule wide on line 11 forbids all" + " that it does"));
    }

    @Test
    void shouldFindAPermitThatAForbidAlwaysOverrides() {
        assertThat(messages(rules(
                        "{id: x, effect: permit, for: {class: [personal]}, hops: {any: {country: [US-CA]}}}",
                        "{id: y, effect: forbid, hops: {any: {country: [US]}}}")))
                .contains(
                        "a0.yaml:11: rules[0]: always-forbidden: the permit x never decides, since the rule y on line 12 forbids"
                                + " all of it");
        assertThat(
                        messages(
                                rules(
                                        "{id: x, effect: permit, for: {class: [special]}, hops: {any: {country: [US]}}}",
                                        "{id: y, effect: forbid, for: {class: [personal]}, hops: {process: {}, relay: {}, store: {}}}")))
                .contains(
                        "a0.yaml:11: rules[0]: always-forbidden: the permit x decides nothing about data that is personal or"
                                + " higher, since the rule y on line 12 forbids all of it");
    }

    @Test
    void shouldKeepQuietAboutAPermitThatAForbidOverridesAtTimes() {
        assertThat(kinds(rules(
                        "{id: x, effect: permit, for: {class: [personal], tags: [t]}, hops: {any: {country: [US]}}}",
                        "{id: y, effect: forbid, for: {tags: [t]}, hops: {any: {country: [US]}}}",
                        "{id: z, effect: forbid, hops: {process: {country: [US]}}}",
                        "{id: w, effect: forbid, mode: audit}")))
                .doesNotContain("always-forbidden");
    }

    @Test
    void shouldFindBlocsWhereLosingAMemberPermitsMore() {
        assertThat(messages(rules(
                        "{id: x, effect: permit, for: {class: [personal]}, hops: {any: {country: {not: [LATE, DE]}}}}",
                        "{id: y, effect: forbid, hops: {any: {operator_home: [EU]}, relay: {country: {not: [EEA]}}}}")))
                .filteredOn(message -> message.contains("not-monotone"))
                .containsExactly(
                        "a0.yaml:11: rules[0].hops.any.country.not[0]: not-monotone: the bloc LATE stands under not in the permit"
                                + " x: a country that leaves it is permitted more, not less",
                        "a0.yaml:12: rules[1].hops.any.operator_home[0]: not-monotone: the bloc EU stands plainly in the forbid"
                                + " y: a country that leaves it is permitted more, not less");
    }

    @Test
    void shouldFindWhatEndsSoon() {
        var at = Instant.parse("2027-11-01T00:00:00Z");
        var bundle = HEAD + """
                blocs:
                  A:
                    - {country: US, from: 2026-01-01, until: 2027-11-02}
                    - {country: JP, from: 2026-01-01, until: 2028-11-02}
                    - {country: CH, from: 2026-01-01, until: 2027-11-20, suspended: true}
                """;

        assertThat(findings(at, bundle))
                .filteredOn(message -> message.contains("ends-soon"))
                .containsExactly(
                        "a0.yaml:2: bundle.expires: ends-soon: the bundle a expires at 2028-01-01T00:00:00Z, in 61 days",
                        "a0.yaml:5: blocs.A[0].until: ends-soon: the membership of US in the bloc A ends at"
                                + " 2027-11-02T00:00:00Z, in a day");
        assertThat(findings(Instant.parse("2028-01-01T00:00:00Z"), HEAD))
                .containsExactly("a0.yaml:2: bundle.expires: ends-soon: the bundle a expired at 2028-01-01T00:00:00Z");
    }

    @Test
    void shouldFindNamesThatNothingUses() {
        assertThat(messages("""
                        tags: [used, idle]
                        purposes: [p, idle-too]
                        blocs: {INNER: [DE], OUTER: [INNER], ALONE: [FR]}
                        rules:
                          - {id: x, effect: forbid, for: {tags: [used], purpose: [p]}, hops: {any: {country: {not: [OUTER]}}}}
                        """))
                .containsExactly(
                        "a0.yaml:3: tags[1]: unused: no rule names the tag idle",
                        "a0.yaml:4: purposes[1]: unused: no rule names the purpose idle-too",
                        "a0.yaml:5: blocs.ALONE: unused: no rule names the bloc ALONE");
    }

    @Test
    void shouldTakeANameForUsedThatAnotherLevelUses() {
        var lower =
                TENANT + "rules: [{id: y, effect: forbid, for: {tags: [t]}, hops: {any: {country: {not: [INNER]}}}}]";

        assertThat(findings(Instant.EPOCH, HEAD + "tags: [t]\nblocs: {INNER: [DE]}\n", lower))
                .isEmpty();
    }

    @Test
    void shouldFindATestThatExpectsAnotherRule() {
        assertThat(messages("""
                        rules: [{id: x, effect: forbid}]
                        tests:
                          - name: a
                            request: {action: infer, label: {tags: []}, at: 2026-05-01, path: []}
                            expect: deny
                            rule: y
                        """))
                .containsExactly("a0.yaml:8: tests[0].rule: unknown-rule: there is no rule y, so the test cannot pass");
    }

    @Test
    void shouldCompareRulesWithinALevelOnlyAndForbidsAcrossLevels() {
        var permit = "rules: [{id: %s, effect: permit, for: {class: [personal]}, hops: {any: {}}}]\n";
        var forbid = "rules: [{id: %s, effect: forbid, hops: {any: {}}}]\n";

        assertThat(findings(Instant.EPOCH, HEAD + permit.formatted("x"), TENANT + permit.formatted("y")))
                .isEmpty();
        assertThat(findings(Instant.EPOCH, HEAD + forbid.formatted("x"), TENANT + forbid.formatted("y")))
                .singleElement()
                .asString()
                .startsWith("a1.yaml:3: rules[0]: shadowed: the rule y");
        assertThat(findings(Instant.EPOCH, HEAD + permit.formatted("x"), TENANT + forbid.formatted("y")))
                .singleElement()
                .asString()
                .startsWith("a0.yaml:3: rules[0]: always-forbidden: the permit x never decides");
    }

    @Test
    void shouldTakeAMembershipWithAGuardForNeitherCertainNorImpossible() {
        var blocs = "blocs: {G: [{country: US, from: 2001-01-01, when: \"has(hop.certs) && 'dpf' in hop.certs\"}]}\n";
        var permits = """
                rules:
                  - {id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [%s]}}}
                  - {id: b, effect: permit, for: {class: [personal]}, hops: {any: {country: [%s]}}}
                """;

        assertThat(messages(blocs + permits.formatted("US", "G")))
                .singleElement()
                .asString()
                .contains("shadowed: the rule b changes no answer");
        assertThat(messages(blocs + permits.formatted("DE", "G"))).isEmpty();
        assertThat(kinds(blocs
                        + "rules: [{id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [G]}}},"
                        + " {id: b, effect: forbid, hops: {any: {country: [G]}}}]"))
                .as("the same list means the same, whatever the guard says")
                .contains("always-forbidden");
        assertThat(kinds(blocs
                        + "rules: [{id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [US]}}},"
                        + " {id: b, effect: forbid, hops: {any: {country: [G]}}}]"))
                .doesNotContain("always-forbidden");
    }

    @Test
    void shouldNotCompareRulesWithDifferentExpressions() {
        var rule = "{id: %s, effect: forbid, for: {class: [special]}%s}";
        var when = ", when: \"request.action == 'train'\"";

        assertThat(messages(rules(rule.formatted("a", when), rule.formatted("b", when))))
                .anyMatch(message -> message.contains("the rule b changes no answer"));
        assertThat(kinds(rules(rule.formatted("a", when), rule.formatted("b", ""))))
                .contains("shadowed");
        assertThat(kinds(rules(rule.formatted("a", when), rule.formatted("b", when.replace("train", "infer")))))
                .doesNotContain("shadowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hop.country == 'DE' | hop.country",
                "has(hop.country) && hop.country == 'DE' | ``",
                "\"hop.country\" == hop . site | hop.site",
                "'it\\'s hop.tier' == hop.tier | hop.tier",
                "request.action == 'infer' && hop.role == 'relay' | ``",
                "has(request.purpose) && request.class == origin.site | origin.site,request.class"
            })
    void shouldKnowTheFactsThatAnExpressionReadsUnasked(String guard, String facts) {
        assertThat(String.join(",", GuardedFacts.unasked(guard))).isEqualTo(facts);
    }

    @Test
    void shouldNotCompareEachRuleOfThousands() {
        var many = IntStream.range(0, 1_100)
                .mapToObj(i -> "  - {id: r" + i + ", effect: forbid, for: {class: [special]}}\n")
                .collect(Collectors.joining());

        assertThat(messages("rules:\n" + many)).isEmpty();
    }

    private static String rules(String... rules) {
        return BLOCS + "rules:\n"
                + Arrays.stream(rules).map(rule -> "  - " + rule + "\n").collect(Collectors.joining());
    }

    private static List<String> messages(String rest) {
        return findings(Instant.EPOCH, rest.startsWith("#") || rest.contains("apiVersion") ? rest : HEAD + rest);
    }

    private static List<String> kinds(String rest) {
        return messages(rest).stream()
                .map(message -> message.split(": ", -1)[2])
                .toList();
    }

    private static List<String> findings(Instant at, String... bundles) {
        var texts = IntStream.range(0, bundles.length)
                .mapToObj(i -> new BundleText("a" + i + ".yaml", bundles[i]))
                .toList();
        assertThat(PolicySetReader.read(texts, COMPILER).bundles()).hasSize(texts.size());
        return new PolicyLint(at, Duration.ofDays(90))
                .findings(texts).stream().map(Finding::toString).toList();
    }
}
