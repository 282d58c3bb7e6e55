package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured is what its name says. */
class SamplesTest {
    private final PolicyEvaluator policy = new PolicyEvaluator(new BundleState.Valid(SampleBundle.of(Decisions.RULES)));

    private List<String> rules(List<PolicyRequest> requests) {
        return requests.stream()
                .map(request -> String.valueOf(policy.decide(request).decidingRule()))
                .map(rule -> rule.substring(rule.indexOf('-') + 1))
                .distinct()
                .toList();
    }

    @Test
    void shouldHaveAsManyRulesAsWereAskedFor() {
        assertThat(SampleBundle.of(50).platform().orElseThrow().rules()).hasSize(50);
        assertThat(SampleBundle.of(1_000).platform().orElseThrow().rules()).hasSize(1_000);
    }

    @Test
    void shouldDecideEachKindOfRequestAsItsNameSays() {
        assertThat(rules(SampleRequests.permitted())).containsExactly("personal-in-eea");
        assertThat(rules(SampleRequests.forbidden())).containsExactly("no-foreign-operator");
        assertThat(rules(SampleRequests.allowedByDefault())).containsExactly("null");
        assertThat(rules(SampleRequests.deniedByDefault())).containsExactly("null");
    }

    @Test
    void shouldAskAboutPathsOfThreeHops() {
        assertThat(SampleRequests.permitted())
                .hasSize(SampleRequests.COUNT)
                .allSatisfy(request -> assertThat(request.path().hops()).hasSize(3));
    }

    @Test
    void shouldAskTheExpressionOfTheGuardedBundle() {
        var guarded = SampleBundle.guarded(Decisions.RULES).platform().orElseThrow();

        assertThat(guarded.rules()).hasSize(51).contains("cross-border-with-customer-keys");
    }

    @Test
    void shouldMeasureTheYardstickOnRequestsThatItPermits() {
        var decisions = new Decisions();

        assertThat(decisions.yardstick()).isEqualTo(SampleRequests.COUNT);
        assertThat(decisions.permitted()).isEqualTo(SampleRequests.COUNT);
        assertThat(decisions.forbidden()).isZero();
        assertThat(decisions.allowedByDefault()).isEqualTo(SampleRequests.COUNT);
        assertThat(decisions.deniedByDefault()).isZero();
        assertThat(new GuardedDecisions().permitted()).isEqualTo(SampleRequests.COUNT);
    }

    @Test
    void shouldFilterTheSameNodesInEveryWay() {
        var fleets = new Fleets();
        var expected = fleets.oneByOne();

        assertThat(expected.cardinality()).isBetween(Fleets.NODES / 10, Fleets.NODES * 9 / 10);
        assertThat(fleets.firstRequest()).isEqualTo(expected);
        assertThat(fleets.newShape()).isEqualTo(expected);
        assertThat(fleets.knownShape()).isEqualTo(expected);
        assertThat(fleets.knownShape()).isEqualTo(expected);
    }
}
