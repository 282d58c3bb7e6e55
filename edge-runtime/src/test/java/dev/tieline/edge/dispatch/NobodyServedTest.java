package dev.tieline.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.World;
import dev.tieline.edge.offload.Attempt;
import dev.tieline.edge.offload.Attempt.Outcome;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.Unreachable;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NobodyServedTest {
    private static final Attempt SILENT = new Attempt(World.VIRGINIA, Outcome.NO_ANSWER, "no answer in time");
    private static final Attempt BUSY = new Attempt(World.FRANKFURT, Outcome.BUSY, "busy", Duration.ofSeconds(4));

    @Test
    void shouldNameTheSoonestRoomWhereverItIs() {
        assertThat(NobodyServed.full(failed(BUSY), Duration.ofSeconds(9)))
                .isInstanceOfSatisfying(
                        Overloaded.class, full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(4)));
        assertThat(NobodyServed.full(failed(BUSY), Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(
                        Overloaded.class, full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void shouldTellOfItsOwnNodeBesideTheOthers() {
        InferenceError error = NobodyServed.full(failed(SILENT), Duration.ofMillis(250));

        assertThat(error)
                .isEqualTo(new Overloaded(
                        "All run slots and the queue of this node are taken, with room expected in 250 ms, and no other "
                                + "node could serve this: us-east/va-1: no answer in time.",
                        Duration.ofMillis(250),
                        null));
    }

    @Test
    void shouldNameTheRuleThatForbidsToRunItHere() {
        var here = new Here.Forbidden(new PolicyDecision.Deny(
                new Misfit("no-runs", null, "for.action", "infer", "other than infer"),
                "rule no-runs forbids it",
                List.of("no-runs"),
                List.of(),
                List.of()));

        assertThat(NobodyServed.forbidden(failed(SILENT), here))
                .isInstanceOf(Unreachable.class)
                .extracting(InferenceError::message)
                .asString()
                .startsWith("No node could serve this: us-east/va-1: no answer in time. This node may not run it: ")
                .contains("no-runs");
        assertThat(NobodyServed.forbidden(failed(BUSY), here)).isInstanceOfSatisfying(Overloaded.class, full -> {
            assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(4));
            assertThat(full.rule()).isEqualTo("no-runs");
            assertThat(full.mismatch()).isEqualTo(new Mismatch(null, "infer", "other than infer"));
        });
    }

    @Test
    void shouldPassOnWhenABusyNodeExpectsRoomWhereTheModelIsNotHere() {
        assertThat(NobodyServed.absent(failed(BUSY)))
                .isEqualTo(new Overloaded("No node has room: eu-central/fra-1: busy.", Duration.ofSeconds(4), null));
    }

    @Test
    void shouldSayThatNobodyCouldBeReachedWhereTheModelIsNotHere() {
        assertThat(NobodyServed.absent(failed(BUSY, SILENT)))
                .isEqualTo(new Unreachable(
                        "No node could serve this: eu-central/fra-1: busy; " + "us-east/va-1: no answer in time."));
    }

    private static OffloadResult.Failed failed(Attempt... tried) {
        return new OffloadResult.Failed(List.of(tried));
    }
}
