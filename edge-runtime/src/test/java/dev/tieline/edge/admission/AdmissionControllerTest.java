package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionControllerTest {
    private static final LocalCapacity FULL = new LocalCapacity.Full(Duration.ofMillis(1_500));
    private static final InferenceError NO_LINK = new InferenceError.Unreachable("there is no link");

    private final AdmissionController admission = World.admission(World.CLINIC);

    @Test
    void shouldRunLocallyWhileASlotIsFree() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.SlotFree(), null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldOffloadPublicWorkInTheOrderOfTheRouteWhenNoSlotIsFree() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.QueueRoom(), null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .extracting(Candidate::node)
                                .containsExactly(World.VIRGINIA, World.FRANKFURT));
    }

    @Test
    void shouldOfferPersonalWorkOnlyToNodesThatPolicyAllows() {
        var admitted = admission.admit(Calls.simple(World.PERSONAL), FULL, null);

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
        var admitted = admission.admit(Calls.simple(World.HEALTH), new LocalCapacity.QueueRoom(), null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldRefuseHealthWorkWithTheDecidingRuleWhenTheNodeIsFull() {
        var error = rejection(Calls.simple(World.HEALTH), FULL, null);

        assertThat(error).isInstanceOfSatisfying(InferenceError.Overloaded.class, overloaded -> {
            assertThat(overloaded.rule()).isEqualTo("health-never-leaves");
            assertThat(overloaded.message()).contains("may not leave", "health-never-leaves");
            assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofMillis(1_500));
        });
    }

    @Test
    void shouldQueueWhenThereIsNoLink() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.QueueRoom(), NO_LINK);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldNameTheObstacleWhenFullWithoutALink() {
        var error = rejection(Calls.simple(DataLabel.PUBLIC), FULL, NO_LINK);

        assertThat(error).isInstanceOfSatisfying(InferenceError.Overloaded.class, overloaded -> {
            assertThat(overloaded.message()).contains("there is no link");
            assertThat(overloaded.rule()).isNull();
        });
    }

    @Test
    void shouldDenyWorkForAnAbsentModelThatMayNotLeave() {
        var error = rejection(Calls.simple(World.HEALTH), new LocalCapacity.Absent(), null);

        assertThat(error).isInstanceOfSatisfying(InferenceError.PolicyDenied.class, denied -> {
            assertThat(denied.rule()).isEqualTo("health-never-leaves");
            assertThat(denied.mismatch())
                    .isEqualTo(new Mismatch(
                            new Mismatch.Hop(1, "relay", "broker-fra"), "clear", "other than clear, cipher, metadata"));
        });
    }

    @Test
    void shouldOffloadAModelThatIsNotHere() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.Absent(), null);

        assertThat(admitted).isInstanceOf(Admission.Offload.class);
    }

    @Test
    void shouldSayThatABodyIsTooLargeToTravelToTheModel() {
        var tooLarge = new InferenceError.TooLarge("its tensors of 9 bytes are over the limit of 8");

        var error = rejection(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.Absent(), tooLarge);

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

        var error = rejection(elsewhere, new LocalCapacity.Absent(), null);

        assertThat(error.message()).startsWith("Request for unknown model");
    }

    @Test
    void shouldNeverOfferTheNodeItself() {
        var frankfurt = World.admission(World.FRANKFURT);

        var admitted = frankfurt.admit(Calls.simple(DataLabel.PUBLIC), FULL, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .extracting(Candidate::node)
                                .containsExactly(World.VIRGINIA));
    }

    @Test
    void shouldTellEveryoneThatItIsFullOnlyWhereNobodyElseCanBeAsked() {
        var full = new LocalCapacity.Full(Duration.ofMillis(1_500));
        var alone = World.admission(
                World.CLINIC,
                new Knowledge(World.knowledge().sites(), World.knowledge().policy(), Routes.none()));
        var model = ModelName.of("simple");

        assertThat(alone.alone(model, full))
                .contains(new InferenceError.Overloaded(
                        "All run slots and the queue of this node are taken, with room expected in 1500 ms, and no route"
                                + " leads to another node.",
                        Duration.ofMillis(1_500),
                        null));
        assertThat(admission.alone(model, full)).isEmpty();
        assertThat(World.admission(World.CLINIC, World.governedBy("controller-fra", World.TOLD))
                        .alone(model, full))
                .isEmpty();
    }

    private InferenceError rejection(InferenceCall call, LocalCapacity capacity, @Nullable InferenceError obstacle) {
        return ((Admission.Reject) admission.admit(call, capacity, obstacle)).error();
    }
}
