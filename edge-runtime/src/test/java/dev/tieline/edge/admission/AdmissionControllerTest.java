package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.DataLabel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionControllerTest {
    private static final InferenceError NO_LINK = new InferenceError.Unreachable("there is no link");

    private final AdmissionController admission = World.admission(World.CLINIC);

    @Test
    void shouldRunLocallyWhileASlotIsFree() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), LocalCapacity.SLOT_FREE, null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldOffloadPublicWorkInTheOrderOfTheRouteWhenNoSlotIsFree() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), LocalCapacity.QUEUE_ROOM, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .extracting(Candidate::node)
                                .containsExactly(World.VIRGINIA, World.FRANKFURT));
    }

    @Test
    void shouldOfferPersonalWorkOnlyToNodesThatPolicyAllows() {
        var admitted = admission.admit(Calls.simple(World.PERSONAL), LocalCapacity.FULL, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .singleElement()
                                .satisfies(candidate -> {
                                    assertThat(candidate.node()).isEqualTo(World.FRANKFURT);
                                    assertThat(candidate.decision()).isEqualTo("personal-in-eea");
                                }));
    }

    @Test
    void shouldQueueHealthWorkRatherThanLetItLeave() {
        var admitted = admission.admit(Calls.simple(World.HEALTH), LocalCapacity.QUEUE_ROOM, null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldRefuseHealthWorkWithTheDecidingRuleWhenTheNodeIsFull() {
        var error = rejection(Calls.simple(World.HEALTH), LocalCapacity.FULL, null);

        assertThat(error).isInstanceOfSatisfying(InferenceError.Overloaded.class, overloaded -> {
            assertThat(overloaded.rule()).isEqualTo("health-never-leaves");
            assertThat(overloaded.message()).contains("may not leave", "health-never-leaves");
        });
    }

    @Test
    void shouldQueueWhenThereIsNoLink() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), LocalCapacity.QUEUE_ROOM, NO_LINK);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldNameTheObstacleWhenFullWithoutALink() {
        var error = rejection(Calls.simple(DataLabel.PUBLIC), LocalCapacity.FULL, NO_LINK);

        assertThat(error).isInstanceOfSatisfying(InferenceError.Overloaded.class, overloaded -> {
            assertThat(overloaded.message()).contains("there is no link");
            assertThat(overloaded.rule()).isNull();
        });
    }

    @Test
    void shouldDenyWorkForAnAbsentModelThatMayNotLeave() {
        var error = rejection(Calls.simple(World.HEALTH), LocalCapacity.MODEL_ABSENT, null);

        assertThat(error)
                .isInstanceOfSatisfying(
                        InferenceError.PolicyDenied.class,
                        denied -> assertThat(denied.rule()).isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldOffloadAModelThatIsNotHere() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), LocalCapacity.MODEL_ABSENT, null);

        assertThat(admitted).isInstanceOf(Admission.Offload.class);
    }

    @Test
    void shouldSayThatABodyIsTooLargeToTravelToTheModel() {
        var tooLarge = new InferenceError.TooLarge("its tensors of 9 bytes are over the limit of 8");

        var error = rejection(Calls.simple(DataLabel.PUBLIC), LocalCapacity.MODEL_ABSENT, tooLarge);

        assertThat(error)
                .isInstanceOfSatisfying(
                        InferenceError.TooLarge.class,
                        large -> assertThat(large.message())
                                .isEqualTo("simple is not on this node, and it cannot be offloaded now: "
                                        + "its tensors of 9 bytes are over the limit of 8."));
    }

    @Test
    void shouldNotKnowAModelThatIsNowhere() {
        var call = Calls.simple(DataLabel.PUBLIC);
        var elsewhere =
                new InferenceCall(call.id(), Calls.request("nowhere"), call.label(), null, call.deadline(), null);

        var error = rejection(elsewhere, LocalCapacity.MODEL_ABSENT, null);

        assertThat(error.message()).startsWith("Request for unknown model");
    }

    @Test
    void shouldNeverOfferTheNodeItself() {
        var frankfurt = World.admission(World.FRANKFURT);

        var admitted = frankfurt.admit(Calls.simple(DataLabel.PUBLIC), LocalCapacity.FULL, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .extracting(Candidate::node)
                                .containsExactly(World.VIRGINIA));
    }

    private InferenceError rejection(InferenceCall call, LocalCapacity capacity, @Nullable InferenceError obstacle) {
        return ((Admission.Reject) admission.admit(call, capacity, obstacle)).error();
    }
}
