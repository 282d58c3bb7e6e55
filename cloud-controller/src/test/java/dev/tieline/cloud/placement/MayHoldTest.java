package dev.tieline.cloud.placement;

import static dev.tieline.cloud.placement.Demands.demand;
import static dev.tieline.cloud.placement.Worlds.AT;
import static dev.tieline.cloud.placement.Worlds.SITES;
import static dev.tieline.cloud.placement.Worlds.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import org.junit.jupiter.api.Test;

class MayHoldTest {
    private static final PolicyEvaluator NOT_FRANCE =
            new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("bundle", """
                    apiVersion: tieline.dev/policy/v1
                    bundle: {id: b, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                    defaults: {public: allow, internal: allow, personal: allow, special: deny}
                    rules:
                      - {id: not-france, effect: forbid, for: {class: [personal]},
                         hops: {process: {country: [FR]}}}
                    """)));

    @Test
    void shouldPermitAModelWherePolicyDoes() {
        var model = demand().weights(DataLabel.of(DataClass.PERSONAL)).make();

        assertThat(mayHold(NOT_FRANCE, model, "eu-central")).isTrue();
        assertThat(mayHold(NOT_FRANCE, model, "eu-west")).isFalse();
    }

    @Test
    void shouldAskAboutTheLabelOfTheModelAndNotThatOfTheCallers() {
        var model = demand().label(DataLabel.of(DataClass.PERSONAL))
                .weights(DataLabel.PUBLIC)
                .make();

        assertThat(mayHold(NOT_FRANCE, model, "eu-west")).isTrue();
    }

    @Test
    void shouldPermitNothingWithoutABundle() {
        var policy = new PolicyEvaluator(new BundleState.Absent("none was applied"));

        assertThat(mayHold(policy, demand().make(), "eu-central")).isFalse();
    }

    private static boolean mayHold(PolicyEvaluator policy, Demand demand, String site) {
        return PlacementEngine.mayHold(
                AT, TENANT, SITES, policy, demand.lineage().label(), SiteId.of(site));
    }
}
