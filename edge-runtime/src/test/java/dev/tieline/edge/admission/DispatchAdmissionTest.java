package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the controller is asked, and what a caller is told afterwards. */
class DispatchAdmissionTest {
    private static final LocalCapacity FULL = new LocalCapacity.Full(Duration.ofSeconds(1));
    private static final Routes TO_VIRGINIA =
            Routes.of(1, Map.of(Calls.request("simple").model(), List.of(World.VIRGINIA)));

    private final AdmissionController admission = admission("controller-fra", World.TOLD);

    @Test
    void shouldAskTheControllerForAModelThatNobodyIsKnownToHave() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.Absent(), null);

        assertThat(admitted).isEqualTo(new Admission.Dispatch(new InferenceError.UnknownModel("simple")));
    }

    @Test
    void shouldAskTheControllerWhenEveryPlaceHereIsTaken() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), FULL, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Dispatch.class,
                        dispatch -> assertThat(dispatch.refusal()).isInstanceOf(InferenceError.Overloaded.class));
    }

    @Test
    void shouldRatherQueueThanAskTheController() {
        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.QueueRoom(), null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldRatherFollowARouteThanAskTheController() {
        var admitted = admission("controller-fra", TO_VIRGINIA).admit(Calls.simple(DataLabel.PUBLIC), FULL, null);

        assertThat(admitted).isInstanceOf(Admission.Offload.class);
    }

    @Test
    void shouldAskTheControllerWherePolicyPermitsNoRoute() {
        var admitted = admission("controller-fra", TO_VIRGINIA)
                .admit(Calls.simple(World.PERSONAL), new LocalCapacity.Absent(), null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Dispatch.class,
                        dispatch -> assertThat(dispatch.refusal().message()).contains("us-east/va-1"));
    }

    @Test
    void shouldRefuseAtOnceWithTheRuleWhenNoExecutorCouldBePermitted() {
        var admitted = admission.admit(Calls.simple(World.HEALTH), new LocalCapacity.Absent(), null);

        assertThat(error(admitted)).isInstanceOfSatisfying(InferenceError.PolicyDenied.class, denied -> {
            assertThat(denied.rule()).isEqualTo("health-never-leaves");
            assertThat(denied.message()).contains("the controller at controller-fra");
        });
    }

    @Test
    void shouldNameTheRuleThatKeepsAFullNodeFromTheController() {
        var admitted = admission.admit(Calls.simple(World.HEALTH), FULL, null);

        assertThat(error(admitted))
                .isInstanceOfSatisfying(
                        InferenceError.Overloaded.class,
                        full -> assertThat(full.rule()).isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldRefuseAtOnceWhenThePathPassesAControllerAbroad() {
        var admitted = admission("controller-va", World.TOLD)
                .admit(Calls.simple(World.PERSONAL), new LocalCapacity.Absent(), null);

        assertThat(error(admitted)).isInstanceOf(InferenceError.PolicyDenied.class);
    }

    @Test
    void shouldAskTheControllerWithoutTheBodyHoweverLargeThatIs() {
        var tooLarge = new InferenceError.TooLarge("its tensors are over the limit");

        var enquiry = admission.admit(Calls.simple(World.PERSONAL), new LocalCapacity.Absent(), tooLarge);
        var whole = admission.admit(Calls.simple(DataLabel.PUBLIC), new LocalCapacity.Absent(), tooLarge);

        assertThat(enquiry).isInstanceOf(Admission.Dispatch.class);
        assertThat(whole).isInstanceOf(Admission.Reject.class);
    }

    @Test
    void shouldNotAskTheControllerWithoutALink() {
        var noLink = new InferenceError.Unreachable("there is no link");

        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), FULL, noLink);

        assertThat(error(admitted)).isInstanceOf(InferenceError.Overloaded.class);
    }

    @Test
    void shouldAddToTheRefusalThatNoControllerAnswers() {
        var full = new Admission.Dispatch(new InferenceError.Overloaded("All is taken.", Duration.ofSeconds(1), "r"));
        var denied = new Admission.Dispatch(new InferenceError.PolicyDenied("It may not leave.", "r"));

        assertThat(full.unanswered("no answer in time"))
                .isEqualTo(new InferenceError.Overloaded(
                        "All is taken, and no controller answers: no answer in time.", Duration.ofSeconds(1), "r"));
        assertThat(denied.unanswered("no answer in time").message())
                .isEqualTo("It may not leave, and no controller answers: no answer in time.");
    }

    @Test
    void shouldStillNotKnowAModelWhenNoControllerAnswers() {
        var unknown = new InferenceError.UnknownModel("simple");

        assertThat(new Admission.Dispatch(unknown).unanswered("none is there")).isEqualTo(unknown);
    }

    @Test
    void shouldTellACallerThatMayWaitToWait() {
        var full = new InferenceError.Overloaded("All is taken.", Duration.ofSeconds(1), null);
        var dispatch = new Admission.Dispatch(full);

        assertThat(dispatch.answered(new InferenceError.UnknownModel("simple"))).isEqualTo(full);
        assertThat(dispatch.answered(new InferenceError.PolicyDenied("no node is permitted", "r")))
                .isEqualTo(new InferenceError.Overloaded(
                        "All is taken, and the controller finds no other place: no node is permitted",
                        Duration.ofSeconds(1),
                        "r"));
    }

    @Test
    void shouldPassOnWhatTheControllerSays() {
        var dispatch = new Admission.Dispatch(new InferenceError.UnknownModel("simple"));
        var warming = new InferenceError.Warming("a copy is on its way", Duration.ofSeconds(3));
        var denied = new InferenceError.PolicyDenied("no node is permitted", "r");

        assertThat(dispatch.answered(warming)).isEqualTo(warming);
        assertThat(dispatch.answered(denied)).isEqualTo(denied);
    }

    private static AdmissionController admission(String controller, Routes routes) {
        return World.admission(World.CLINIC, World.governedBy(controller, routes));
    }

    private static InferenceError error(Admission admitted) {
        return ((Admission.Reject) admitted).error();
    }
}
