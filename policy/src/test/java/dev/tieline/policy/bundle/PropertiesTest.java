package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all bundles and requests, tried on random ones. A failure names its seed, bundle and request. */
class PropertiesTest {
    private static final int BUNDLES = 100;
    private static final int BUNDLES_AGAINST_THE_REFERENCE = 250;
    private static final int REQUESTS = 40;

    /** For a bundle, what has to hold for each request. */
    private interface Property {
        Consumer<PolicyRequest> of(String head, List<String> rules, PolicyEvaluator evaluator);
    }

    private static void forAll(int bundles, RandomPolicies policies, Property property) {
        for (var i = 0; i < bundles; i++) {
            var head = policies.head();
            var rules = policies.rules();
            var check = property.of(head, rules, evaluator(head, rules));
            for (var j = 0; j < REQUESTS; j++) {
                check.accept(policies.request());
            }
        }
    }

    private static PolicyEvaluator evaluator(String head, List<String> rules) {
        return new PolicyEvaluator(
                new BundleState.Valid(PolicySetReader.read("random.yaml", head + String.join("", rules))));
    }

    private static PolicyRequest relabelled(PolicyRequest request, DataLabel label) {
        return new PolicyRequest(
                request.action(),
                label,
                request.purpose(),
                request.transform(),
                request.at(),
                request.origin(),
                request.path());
    }

    private static String story(long seed, String head, List<String> rules, PolicyRequest request) {
        return "seed " + seed + "\n" + head + String.join("", rules) + request;
    }

    private static void assertNotMore(
            PolicyEvaluator stricter, PolicyEvaluator evaluator, PolicyRequest request, Supplier<String> story) {
        assertThat(stricter.permits(request) && !evaluator.permits(request))
                .as(story)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122, 4711})
    void shouldAgreeWithAnEvaluatorWrittenFromTheSentencesAlone(long seed) {
        var counts = new int[3];

        forAll(BUNDLES_AGAINST_THE_REFERENCE, new RandomPolicies(seed), (head, rules, evaluator) -> {
            var reference = new ReferenceEvaluator(head + String.join("", rules));
            return request -> {
                var decision = evaluator.decide(request);

                assertThat(new ReferenceEvaluator.Answer(decision.permitted(), decision.decidingRule()))
                        .as(() -> story(seed, head, rules, request))
                        .isEqualTo(reference.decide(request));
                assertThat(evaluator.permits(request)).isEqualTo(decision.permitted());
                counts[decision.decidingRule() == null ? 0 : decision.permitted() ? 1 : 2]++;
            };
        });

        assertThat(Arrays.stream(counts).sum()).isEqualTo(BUNDLES_AGAINST_THE_REFERENCE * REQUESTS);
        assertThat(Arrays.stream(counts).boxed())
                .as("decided by no rule, a permit, a forbid")
                .allMatch(count -> count > BUNDLES_AGAINST_THE_REFERENCE * REQUESTS / 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 42})
    void shouldNeverDependOnTheOrderOfRules(long seed) {
        var policies = new RandomPolicies(seed);

        forAll(BUNDLES, policies, (head, rules, evaluator) -> {
            var shuffled = evaluator(head, policies.shuffled(rules));
            return request -> assertThat(shuffled.decide(request))
                    .as(() -> story(seed, head, rules, request))
                    .isEqualTo(evaluator.decide(request));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 43})
    void shouldNeverPermitMoreWithOneMoreForbid(long seed) {
        var policies = new RandomPolicies(seed);

        forAll(BUNDLES, policies, (head, rules, evaluator) -> {
            var more = new ArrayList<>(rules);
            more.add(policies.forbid("more"));
            var stricter = evaluator(head, more);
            return request -> assertNotMore(stricter, evaluator, request, () -> story(seed, head, more, request));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 44})
    void shouldNeverPermitMoreOfAHigherClass(long seed) {
        forAll(BUNDLES, new RandomPolicies(seed), (head, rules, evaluator) -> request -> {
            var label = request.label();
            var raised = relabelled(request, new DataLabel(ReferenceEvaluator.raised(label.dataClass()), label.tags()));

            assertThat(evaluator.permits(raised) && !evaluator.permits(request))
                    .as(() -> story(seed, head, rules, raised))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 45})
    void shouldNeverPermitMoreWithOneMoreTag(long seed) {
        forAll(BUNDLES, new RandomPolicies(seed), (head, rules, evaluator) -> request -> {
            for (var tag : List.of("health", "export", "undeclared")) {
                var tags = new TreeSet<>(request.label().tags());
                tags.add(tag);
                var tagged = relabelled(request, new DataLabel(request.label().dataClass(), tags));

                assertThat(evaluator.permits(tagged) && !evaluator.permits(request))
                        .as(() -> story(seed, head, rules, tagged))
                        .isFalse();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 46})
    void shouldNeverPermitMoreWithOneMemberLessWhereBlocsArePlainInPermitsAndNegatedInForbids(long seed) {
        forAll(BUNDLES, new RandomPolicies(seed), (head, rules, ignored) -> {
            var lists =
                    rules.stream().map(PropertiesTest::withBlocsTheSafeWayRound).toList();
            var smaller = head.replace("    - {country: US, from: 2026-02-01, until: 2026-08-01}\n", "");
            var evaluator = evaluator(head, lists);
            var stricter = evaluator(smaller, lists);
            return request -> assertNotMore(stricter, evaluator, request, () -> story(seed, head, lists, request));
        });
    }

    private static String withBlocsTheSafeWayRound(String rule) {
        return rule.contains("effect: permit")
                ? rule.replaceAll("\\{not: (\\[[^]]*])}", "$1")
                : rule.replaceAll("(country|operator_home|access_countries): (\\[[^]]*])", "$1: {not: $2}");
    }
}
