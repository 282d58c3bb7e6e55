package dev.tieline.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicySetReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoverageRunTest {
    private static final String BUNDLE = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            tags: [health]
            defaults: {public: allow, internal: allow, personal: deny}
            rules:
              - id: eu
                effect: permit
                for: {class: [personal]}
                hops: {process: {country: [EU]}, any: {country: [DE]}, store: {none: true}}
              - id: never
                effect: forbid
                for: {tags: [health]}
                hops: {process: {country: [US]}, any: {operator_home: [US]}}
              - {id: trial, effect: forbid, mode: audit, for: {class: [internal]}}
            """;

    @Test
    void shouldFindNothingDecidedByAnUnrelatedCase() {
        var coverage = coverage("special, tags: []|{role: process, country: JP}");

        assertThat(coverage.items()).hasSize(11);
        assertThat(names(coverage)).containsExactly("rule trial");
        assertThat(coverage.percent()).isEqualTo(9);
    }

    @Test
    void shouldCountADefaultWhereTurningItRoundTurnsTheAnswer() {
        assertThat(names(coverage("public, tags: []|{role: process, country: JP}")))
                .containsExactly("default public");
        assertThat(names(coverage("personal, tags: []|{role: process, country: JP, operator_home: JP}")))
                .containsExactly("default personal", "rule eu, hops.process", "rule trial");
    }

    @Test
    void shouldNotCountADefaultWhereAForbidDecides() {
        var names = names(coverage("public, tags: [health]|{role: process, country: US, operator_home: DE}"));

        assertThat(names).containsExactly("rule never", "rule never, hops.process");
    }

    @Test
    void shouldCountTheClausesOfAPermitByTheHopsTheySpeakOf() {
        assertThat(names(coverage("personal, tags: []|{role: process, country: FR}")))
                .containsExactly("rule eu", "rule eu, hops.process", "rule trial");
        assertThat(names(coverage("personal, tags: []|{role: relay, country: DE}")))
                .containsExactly("rule eu", "rule eu, hops.any", "rule trial");
    }

    @Test
    void shouldCountAClauseAtWhichAPermitFailed() {
        var names = names(coverage("personal, tags: []|{role: store, country: DE}"));

        assertThat(names).containsExactly("default personal", "rule eu, hops.store", "rule trial");
    }

    @Test
    void shouldCountTheClausesOfAForbidThatMatchByThemselves() {
        assertThat(names(coverage("special, tags: [health]|{role: process, country: DE, operator_home: US}")))
                .containsExactly("rule never", "rule never, hops.any", "rule trial");
        assertThat(names(coverage("special, tags: [health]|{role: process, country: US, operator_home: US}")))
                .containsExactly("rule never", "rule never, hops.process", "rule never, hops.any", "rule trial");
    }

    @Test
    void shouldReachAHundredPercent() {
        var coverage = coverage(
                "public, tags: []|{role: process, country: JP}",
                "internal, tags: []|{role: process, country: JP}",
                "personal, tags: []|{role: process, country: JP}",
                "personal, tags: []|{role: process, country: FR}, {role: relay, country: DE}",
                "personal, tags: []|{role: store, country: DE}",
                "special, tags: [health]|{role: process, country: US, operator_home: US}");

        assertThat(coverage.undecided()).isEmpty();
        assertThat(coverage.percent()).isEqualTo(100);
    }

    @Test
    void shouldSayWhereAPartStands() {
        var coverage = coverage("special, tags: []|{role: process, country: JP}");

        assertThat(coverage.undecided())
                .filteredOn(item -> item.name().equals("rule never, hops.any"))
                .extracting(item -> item.place().toString())
                .containsExactly("a.yaml:13: rules[1].hops.any");
    }

    @Test
    void shouldTakeABundleWithoutPartsForCovered() {
        assertThat(new Coverage(List.of()).percent()).isEqualTo(100);
    }

    private static List<String> names(Coverage coverage) {
        return coverage.items().stream()
                .filter(Coverage.Item::decided)
                .map(Coverage.Item::name)
                .toList();
    }

    /** Coverage by cases of a label and a path each. */
    private static Coverage coverage(String... cases) {
        var tests = IntStream.range(0, cases.length)
                .mapToObj(i -> Stream.of(cases[i].split("\\|"))
                        .collect(Collectors.collectingAndThen(
                                Collectors.toList(), parts -> """
                          - {name: c%d, expect: deny, request: {action: infer, at: 2026-05-01, label: {class: %s},
                             path: [%s]}}
                        """.formatted(i, parts.get(0), parts.get(1)))))
                .collect(Collectors.joining("", "tests:\n", ""));
        List<PolicyCase> read = PolicySetReader.read("cases", BUNDLE + tests)
                .bundles()
                .getFirst()
                .tests();
        return CoverageRun.of(List.of(new BundleText("a.yaml", BUNDLE)), read, PolicySetReader::read);
    }
}
