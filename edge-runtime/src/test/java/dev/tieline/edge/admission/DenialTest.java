package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import org.junit.jupiter.api.Test;

class DenialTest {

    @Test
    void shouldNameThePermitThatCameNearestAndThePlaceThatDidNotFit() {
        var policy = World.decisionPoint(World.CLINIC);
        var call = Calls.simple(World.PERSONAL);

        var denial = policy.whyNotThere(call, World.VIRGINIA, denied(policy.leave(call, World.VIRGINIA)));

        assertThat(denial)
                .isEqualTo(new Denial(
                        "personal-in-eea", new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US-VA", "EEA")));
    }

    @Test
    void shouldNameTheFirstPlaceThatAForbidDenies() {
        var policy = World.decisionPoint(
                World.CLINIC, World.with("{id: not-in-virginia, effect: forbid, hops: {process: {country: [US-VA]}}}"));
        var call = Calls.simple(DataLabel.PUBLIC);

        var denial = policy.whyNotThere(call, World.VIRGINIA, denied(policy.leave(call, World.VIRGINIA)));

        assertThat(denial)
                .isEqualTo(new Denial(
                        "not-in-virginia", new Mismatch(new Mismatch.Hop(2, "process", "us-east"), null, null)));
    }

    @Test
    void shouldNameNoPlaceWhereAForbidAsksForNone() {
        var policy =
                World.decisionPoint(World.CLINIC, World.with("{id: nothing, effect: forbid, for: {class: [public]}}"));
        var call = Calls.simple(DataLabel.PUBLIC);

        var denial = policy.whyNotThere(call, World.VIRGINIA, denied(policy.leave(call, World.VIRGINIA)));

        assertThat(denial).isEqualTo(new Denial("nothing", null));
    }

    @Test
    void shouldNameNothingWhereNoBundleDecided() {
        var policy = World.decisionPoint(World.CLINIC, World.withoutPolicy());
        var call = Calls.simple(DataLabel.PUBLIC);

        assertThat(policy.whyNotThere(call, World.VIRGINIA, denied(policy.leave(call, World.VIRGINIA))))
                .isEqualTo(Denial.NONE);
    }

    @Test
    void shouldSayWhereTheWayOfWorkFromElsewhereWasDenied() {
        var policy = World.decisionPoint(World.VIRGINIA);
        var origin = World.CLINIC.site();

        var deny = denied(policy.accept(World.PERSONAL, null, origin));

        assertThat(policy.whyNotAccepted(World.PERSONAL, null, origin, null, deny)
                        .mismatch())
                .isEqualTo(new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US-VA", "EEA"));
    }

    private static PolicyDecision.Deny denied(PolicyDecision decision) {
        assertThat(decision).isInstanceOf(PolicyDecision.Deny.class);
        return (PolicyDecision.Deny) decision;
    }
}
