package dev.tieline.edge.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.edge.Cards;
import dev.tieline.edge.repository.ModelRepository.Entry;
import dev.tieline.edge.repository.ModelRepository.State;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedRepositoryTest {
    private static final String CARD = Cards.simple("simple@1");

    @TempDir
    Path folder;

    private final ModelRegistry models = new ModelRegistry();
    private final Map<ModelRef, ReportedModel> reported = new HashMap<>();
    private final ModelRepository repository = new ManagedRepository(models, () -> reported);

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void shouldTellWhatItHoldsEvenBeforeAnythingIsReported() {
        models.put(Cards.open(CARD, folder), Cards.artifact(CARD).digest(), false);

        assertThat(repository.index(true)).containsExactly(entry("simple@1", State.READY, ""));
    }

    @Test
    void shouldTellHowFarItIsWithWhatTheControllerWants() {
        report("a@1", new ModelStatus.Pending());
        report("b@1", new ModelStatus.Fetching(10, 40));
        report("c@1", new ModelStatus.Loading());
        report("d@1", new ModelStatus.Unloading());

        assertThat(repository.index(false))
                .containsExactly(
                        entry("a@1", State.LOADING, "the controller wants it here"),
                        entry("b@1", State.LOADING, "10 of 40 bytes of its files are here"),
                        entry("c@1", State.LOADING, ""),
                        entry("d@1", State.UNLOADING, ""));
        assertThat(repository.index(true)).isEmpty();
    }

    @Test
    void shouldNotEchoWhatOperatorsReadOfAFailure() {
        report("a@1", new ModelStatus.Failed("there is no /var/lib/tieline/models/x"));

        var entry = repository.index(false).getFirst();

        assertThat(entry.state()).isEqualTo(State.UNAVAILABLE);
        assertThat(entry.reason()).isNotEmpty().doesNotContain("/var");
    }

    @Test
    void shouldNotCallReadyWhatIsNotLoadedAnyMore() {
        report("a@1", new ModelStatus.Ready());

        assertThat(repository.index(false)).containsExactly(entry("a@1", State.UNAVAILABLE, ""));
    }

    @Test
    void shouldLeaveChangesToTheController() {
        var simple = ModelName.of("simple");

        assertThatThrownBy(() -> repository.load(simple))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("controller");
        assertThatThrownBy(() -> repository.unload(simple))
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        e -> assertThat(e.failure()).isEqualTo(new RepositoryFailure.Managed(simple)));
    }

    private void report(String ref, ModelStatus status) {
        reported.put(ModelRef.of(ref), new ReportedModel(Cards.artifact(CARD).digest(), false, status));
    }

    private static Entry entry(String ref, State state, String reason) {
        var model = ModelRef.of(ref);
        return new Entry(model.name(), model.version(), state, reason);
    }
}
