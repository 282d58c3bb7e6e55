package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.DataLabel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a caller is told of a model that this node knows nothing of, and may know soon. */
class ProspectsAdmissionTest {
    private static final LocalCapacity ABSENT = new LocalCapacity.Absent();
    private static final Prospects SOON = model -> Optional.of("nobody has spoken yet");

    @Test
    void shouldNotDenyAModelThatItMayYetHearOf() {
        var admitted = admission(Routes.none(), SOON).admit(Calls.simple(DataLabel.PUBLIC), ABSENT, null);

        assertThat(admitted)
                .isEqualTo(new Admission.Reject(new InferenceError.ModelNotReady("simple", "nobody has spoken yet")));
    }

    @Test
    void shouldDenyAModelThatNothingSpeaksFor() {
        var admitted = admission(Routes.none(), Prospects.none()).admit(Calls.simple(DataLabel.PUBLIC), ABSENT, null);

        assertThat(admitted).isEqualTo(new Admission.Reject(new InferenceError.UnknownModel("simple")));
    }

    @Test
    void shouldFollowARouteWhateverMayCome() {
        var admitted = admission(World.knowledge().routes(), SOON).admit(Calls.simple(DataLabel.PUBLIC), ABSENT, null);

        assertThat(admitted).isInstanceOf(Admission.Offload.class);
    }

    private static AdmissionController admission(Routes routes, Prospects prospects) {
        var world = World.knowledge();
        return World.admission(
                World.CLINIC,
                new Knowledge(world.sites(), world.policy(), routes),
                Reachability.unobstructed(),
                prospects);
    }
}
