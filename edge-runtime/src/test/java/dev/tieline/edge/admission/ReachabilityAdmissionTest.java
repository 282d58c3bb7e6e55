package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a call when nodes that it might go to have fallen silent. */
class ReachabilityAdmissionTest {
    private static final LocalCapacity ABSENT = new LocalCapacity.Absent();
    private static final Routes ROUTES =
            Routes.of(1, Map.of(Calls.request("simple").model(), List.of(World.VIRGINIA, World.FRANKFURT)));

    private final Map<NodeAddress, String> obstacles = new HashMap<>();
    private final Reachability reachability = node -> Optional.ofNullable(obstacles.get(node));
    private final AdmissionController admission = World.admission(World.CLINIC, World.knowledge(), reachability);

    @Test
    void shouldLeaveOutANodeThatIsNotWorthAsking() {
        obstacles.put(World.VIRGINIA, "no answer");

        var admitted = admission.admit(Calls.simple(DataLabel.PUBLIC), ABSENT, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Offload.class,
                        offload -> assertThat(offload.candidates())
                                .extracting(Candidate::node)
                                .containsExactly(World.FRANKFURT));
    }

    @Test
    void shouldSayAtOnceWhichNodesCannotBeReachedAndWhy() {
        obstacles.put(World.VIRGINIA, "no answer for 2.1 s, asked again in 0.2 s");
        obstacles.put(World.FRANKFURT, "not connected to the broker for 9.0 s, being asked now");

        var error = rejection(DataLabel.PUBLIC, ABSENT);

        assertThat(error)
                .isEqualTo(new InferenceError.Unreachable(
                        "simple is not on this node, and no permitted node elsewhere can be reached now: "
                                + "us-east/va-1: no answer for 2.1 s, asked again in 0.2 s; "
                                + "eu-central/fra-1: not connected to the broker for 9.0 s, being asked now."));
    }

    @Test
    void shouldNeverOfferAForbiddenNodeInsteadOfASilentOne() {
        obstacles.put(World.FRANKFURT, "no answer");

        var error = rejection(World.PERSONAL, ABSENT);

        assertThat(error).isInstanceOf(InferenceError.Unreachable.class);
        assertThat(error.message()).contains("eu-central/fra-1").doesNotContain("us-east");
    }

    @Test
    void shouldRatherQueueThanFailWhenAllAreSilent() {
        obstacles.put(World.FRANKFURT, "no answer");

        var admitted = admission.admit(Calls.simple(World.PERSONAL), new LocalCapacity.QueueRoom(), null);

        assertThat(admitted).isEqualTo(new Admission.RunLocally());
    }

    @Test
    void shouldTellACallerOfAFullNodeWhenToComeBackAndWhoIsSilent() {
        obstacles.put(World.FRANKFURT, "no answer");

        var error = rejection(World.PERSONAL, new LocalCapacity.Full(Duration.ofSeconds(3)));

        assertThat(error).isInstanceOfSatisfying(InferenceError.Overloaded.class, full -> {
            assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(3));
            assertThat(full.rule()).isNull();
            assertThat(full.message()).contains("eu-central/fra-1: no answer");
        });
    }

    @Test
    void shouldAskTheControllerWhenARouteIsAllDead() {
        obstacles.put(World.VIRGINIA, "no answer");
        obstacles.put(World.FRANKFURT, "no answer");

        var admitted = World.admission(World.CLINIC, World.governedBy("controller-fra", ROUTES), reachability)
                .admit(Calls.simple(DataLabel.PUBLIC), ABSENT, null);

        assertThat(admitted)
                .isInstanceOfSatisfying(
                        Admission.Dispatch.class,
                        dispatch -> assertThat(dispatch.refusal()).isInstanceOf(InferenceError.Unreachable.class));
    }

    @Test
    void shouldSayBothThatTheNodesAreSilentAndThatTheControllerIs() {
        var dispatch = new Admission.Dispatch(new InferenceError.Unreachable("a/n-1: no answer."));

        assertThat(dispatch.unanswered("none is connected to the broker"))
                .isEqualTo(new InferenceError.Unreachable(
                        "a/n-1: no answer, and no controller answers: none is connected to the broker."));
    }

    @Test
    void shouldNotTakeTheDenialOfOtherPlacesForTheReasonOfASilentOne() {
        var dispatch = new Admission.Dispatch(new InferenceError.Unreachable("a/n-1: no answer."));

        assertThat(dispatch.answered(new InferenceError.PolicyDenied("no node is permitted", "r")))
                .isEqualTo(new InferenceError.Unreachable(
                        "a/n-1: no answer, and the controller finds no other place: no node is permitted"));
    }

    private InferenceError rejection(DataLabel label, LocalCapacity capacity) {
        return ((Admission.Reject) admission.admit(Calls.simple(label), capacity, null)).error();
    }
}
