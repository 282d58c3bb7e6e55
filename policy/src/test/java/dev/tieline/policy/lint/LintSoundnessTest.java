package dev.tieline.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop.Role;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.lint.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A finding is a proof: random requests are the witnesses. A failure names its seed, bundles and request. */
class LintSoundnessTest {
    private static final int POLICIES = 50;
    private static final int REQUESTS = 200;
    private static final Pattern RULE = Pattern.compile("the (?:permit|rule) (\\w+) ");
    private static final Pattern CLAUSE = Pattern.compile("the clause (\\w+) of the rule (\\w+)");
    private static final Pattern FROM = Pattern.compile("data that is (\\w+) or higher");

    /** A policy of one or two bundles. */
    private record Policy(String platform, List<String> platformRules, String tenant, List<String> tenantRules) {

        static Policy of(RandomBundles random, boolean ofTwo) {
            return new Policy(
                    random.platform(), random.rules("p"), random.tenant(), ofTwo ? random.rules("t") : List.of());
        }

        List<BundleText> texts() {
            var texts = new ArrayList<BundleText>();
            texts.add(new BundleText("platform", text(platform, platformRules)));
            if (!tenantRules.isEmpty()) {
                texts.add(new BundleText("tenant", text(tenant, tenantRules)));
            }
            return texts;
        }

        /** A bundle without any rule has no key for them. */
        private static String text(String head, List<String> rules) {
            return rules.isEmpty() ? head.replace("rules:\n", "") : head + String.join("", rules);
        }

        /** The same policy without a rule, except if it is the only one of the tenant, which then has no say. */
        Policy without(String rule) {
            return new Policy(platform, without(platformRules, rule), tenant, without(tenantRules, rule));
        }

        private static List<String> without(List<String> rules, String rule) {
            return rules.stream()
                    .filter(line -> !line.contains("id: " + rule + ","))
                    .toList();
        }

        PolicyEvaluator evaluator() {
            return new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(texts())));
        }

        String story(long seed, Finding finding, PolicyRequest request) {
            return "seed " + seed + "\n"
                    + String.join("\n", texts().stream().map(BundleText::text).toList()) + finding + "\n" + request;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldOnlyCallDeadWhatNeverDecides(long seed) {
        var random = new RandomBundles(seed);
        var seen = new EnumMap<Kind, Integer>(Kind.class);
        for (var i = 0; i < POLICIES; i++) {
            var policy = Policy.of(random, i % 2 == 0);
            var findings = new PolicyLint(Instant.EPOCH, Duration.ofDays(1)).findings(policy.texts());
            var requests =
                    Stream.generate(() -> random.request(false)).limit(REQUESTS).toList();
            var known =
                    Stream.generate(() -> random.request(true)).limit(REQUESTS).toList();
            for (var finding : findings) {
                seen.merge(finding.kind(), 1, Integer::sum);
                check(policy, finding, seed, requests, known);
            }
        }
        assertThat(seen)
                .as("the seed %s shows every kind", seed)
                .containsKeys(
                        Kind.NEVER_MATCHES,
                        Kind.IMPOSSIBLE_CLAUSE,
                        Kind.SHADOWED,
                        Kind.ALWAYS_FORBIDDEN,
                        Kind.NO_PROCESS);
    }

    private static void check(
            Policy policy, Finding finding, long seed, List<PolicyRequest> requests, List<PolicyRequest> known) {
        var evaluator = policy.evaluator();
        switch (finding.kind()) {
            case NEVER_MATCHES -> never(policy, finding, seed, requests, evaluator, request -> true);
            case NO_PROCESS ->
                never(
                        policy,
                        finding,
                        seed,
                        requests,
                        evaluator,
                        request -> request.path().hops().stream().anyMatch(hop -> hop.role() == Role.PROCESS));
            case ALWAYS_FORBIDDEN -> {
                var from = FROM.matcher(finding.message());
                var lowest = from.find() ? DataClass.of(from.group(1)) : DataClass.PUBLIC;
                never(
                        policy,
                        finding,
                        seed,
                        requests,
                        evaluator,
                        request -> request.label().dataClass().compareTo(lowest) >= 0);
            }
            case SHADOWED -> {
                var without = policy.without(rule(finding)).evaluator();
                for (var request : requests) {
                    var decision = evaluator.decide(request);
                    var other = without.decide(request);
                    assertThat(List.of(other.permitted(), other.obligations()))
                            .as(policy.story(seed, finding, request))
                            .isEqualTo(List.of(decision.permitted(), decision.obligations()));
                }
            }
            case IMPOSSIBLE_CLAUSE -> impossible(policy, finding, seed, known, evaluator);
            default -> {}
        }
    }

    private static String rule(Finding finding) {
        var matcher = RULE.matcher(finding.message());
        assertThat(matcher.find()).as(finding.toString()).isTrue();
        return matcher.group(1);
    }

    private static void never(
            Policy policy,
            Finding finding,
            long seed,
            List<PolicyRequest> requests,
            PolicyEvaluator evaluator,
            Predicate<PolicyRequest> about) {
        var rule = rule(finding);
        for (var request : requests) {
            if (about.test(request)) {
                var decision = evaluator.decide(request);
                assertThat(decision.matched())
                        .as(policy.story(seed, finding, request))
                        .doesNotContain(rule);
                assertThat(decision.audited().contains(rule)
                                && finding.kind() == Kind.NEVER_MATCHES
                                && !request.path().isEmpty())
                        .as(policy.story(seed, finding, request))
                        .isFalse();
            }
        }
    }

    /** No request of which all is known is matched by a rule that has this clause only. */
    private static void impossible(
            Policy policy, Finding finding, long seed, List<PolicyRequest> known, PolicyEvaluator evaluator) {
        var matcher = CLAUSE.matcher(finding.message());
        assertThat(matcher.find()).as(finding.toString()).isTrue();
        var key = matcher.group(1);
        var rule = matcher.group(2);
        var permit = policy.texts().stream().anyMatch(text -> text.text().contains("id: " + rule + ", effect: permit"));
        for (var request : known) {
            var decision = evaluator.decide(request);
            var matched =
                    decision.matched().contains(rule) || decision.audited().contains(rule);
            var roles =
                    request.path().hops().stream().map(hop -> hop.role().word()).toList();
            var aboutIt = permit ? roles.contains(key) : isOnly(policy, rule, key);
            assertThat(matched && aboutIt)
                    .as(policy.story(seed, finding, request))
                    .isFalse();
        }
    }

    /** Whether a forbid has no clause but this one. */
    private static boolean isOnly(Policy policy, String rule, String key) {
        return Stream.concat(policy.platformRules().stream(), policy.tenantRules().stream())
                .filter(line -> line.contains("id: " + rule + ","))
                .anyMatch(line -> Stream.of("process", "relay", "store", "any")
                        .filter(other -> !other.equals(key))
                        .noneMatch(other -> line.contains(other + ": {")));
    }
}
