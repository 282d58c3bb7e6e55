package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyEvaluatorTest {
    private static final String PERSONAL_IN_EEA =
            "rules: [{id: in-eea, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}]";

    @Test
    void shouldGiveItsStateBack() {
        var state = new BundleState.Absent("no bundle is configured");

        assertThat(new PolicyEvaluator(state).state()).isSameAs(state);
    }

    @Test
    void shouldDecideByTheTimeOfTheRequestAndNotByItsOwn() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);

        assertThat(evaluator.permits(about(PERSONAL).at("1999-01-01T00:00:00Z").via(process("FR"))))
                .isFalse();
        assertThat(evaluator.permits(about(PERSONAL).at("2026-05-01T00:00:00Z").via(process("FR"))))
                .isTrue();
        assertThat(evaluator.permits(about(PERSONAL).at("2999-01-01T00:00:00Z").via(process("FR"))))
                .isFalse();
    }

    @Test
    void shouldTreatEachActionAsPermittedWhereNoRuleNamesActions() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);

        for (var action : Action.values()) {
            assertThat(evaluator.permits(about(INTERNAL).action(action).via(relay("NO"))))
                    .isTrue();
        }
    }

    @Test
    void shouldStillForbidByWhatCanBeReadOfABrokenPolicy() {
        var platform = new PolicySet(List.of(Bundles.bundle("defaults: {public: allow, internal: allow}")));
        var site = PolicySetReader.read("site", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: ward, version: 1, level: site, notBefore: 2020-01-01, expires: 2030-01-01}
                rules: [{id: no-internal, effect: forbid, for: {class: [internal]}}]
                """);
        var evaluator = new PolicyEvaluator(
                new BundleState.Broken(List.of(platform, site), "they do not fit together: the rule id 'a'"));
        var stays = about(PUBLIC).via();
        var leaves = about(PUBLIC).via(process("DE"));
        var forbidden = about(INTERNAL).via();

        assertThat(evaluator.permits(stays)).isTrue();
        assertThat(evaluator.decide(stays).permitted()).isTrue();
        assertThat(evaluator.permits(leaves)).isFalse();
        assertThat(evaluator.decide(leaves).explain()).contains("they do not fit together: the rule id 'a'");
        assertThat(evaluator.permits(forbidden)).isFalse();
        assertThat(evaluator.decide(forbidden).decidingRule()).isEqualTo("no-internal");
    }

    @Test
    void shouldAnswerForAnotherPathOfTheSameRequest() {
        var evaluator = Bundles.evaluator(PERSONAL_IN_EEA);
        var request = about(PERSONAL).via(process("US"));

        var nearer = request.withPath(about(PERSONAL).via(process("DE")).path());

        assertThat(evaluator.permits(request)).isFalse();
        assertThat(evaluator.permits(nearer)).isTrue();
    }
}
