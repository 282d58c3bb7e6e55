package dev.tieline.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.offload.LastResort;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node without models and routes, whose site book names a controller. */
class InferenceDispatcherControllerTest {
    private final RunSlots slots = new RunSlots(1, 0);
    private DispatchResult answer = new DispatchResult.NoAnswer("none is connected to the broker");
    private int asked;
    private final InferenceDispatcher dispatcher = dispatcher();

    @AfterEach
    void close() {
        slots.close();
    }

    @Test
    void shouldSayThatTheControllerChoseTheNode() {
        var response = new InferenceResponse(ModelRef.of("simple@1"), null, Map.of(), List.of());
        answer = new DispatchResult.Served(response, new Candidate(World.FRANKFURT, World.PERMIT), "d".repeat(32));

        var marked = dispatcher.infer(Calls.simple(DataLabel.PUBLIC));

        assertThat(marked.id()).isEqualTo("r1");
        assertThat(marked.parameters())
                .containsEntry("tieline_route", "dispatch")
                .containsEntry("tieline_site", "eu-central")
                .containsEntry("tieline_node", "fra-1")
                .containsEntry("tieline_jurisdiction", "DE")
                .containsEntry("tieline_decision", "rule")
                .containsEntry("tieline_decision_id", "d".repeat(32));
    }

    @Test
    void shouldTellTheCallerThatACopyIsOnItsWay() {
        var warming = new InferenceError.Warming("a copy is on its way", Duration.ofSeconds(4));
        answer = new DispatchResult.Refused(warming);

        assertThat(refusal(DataLabel.PUBLIC)).isEqualTo(warming);
    }

    @Test
    void shouldRefuseAsWithoutAControllerWhenNoneAnswers() {
        assertThat(refusal(DataLabel.PUBLIC)).isEqualTo(new InferenceError.UnknownModel("simple"));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void shouldNotAskForHealthDataThatNeverLeaves() {
        assertThat(refusal(World.HEALTH))
                .isInstanceOfSatisfying(
                        InferenceError.PolicyDenied.class,
                        denied -> assertThat(denied.rule()).isEqualTo("health-never-leaves"));
        assertThat(asked).isZero();
    }

    private @Nullable InferenceError refusal(DataLabel label) {
        var thrown = new InferenceError[1];
        assertThatThrownBy(() -> dispatcher.infer(Calls.simple(label)))
                .isInstanceOfSatisfying(InferenceException.class, e -> thrown[0] = e.error());
        return thrown[0];
    }

    private InferenceDispatcher dispatcher() {
        var knowledge = World.governedBy("controller-fra", World.TOLD);
        return new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC,
                World.admission(World.CLINIC, knowledge),
                World.decisionPoint(World.CLINIC, knowledge),
                new ModelRegistry(),
                slots,
                World.serving(System::nanoTime),
                new AskedOffloading()));
    }

    /** Gives the answer that the test says. */
    private final class AskedOffloading implements Offloading {
        @Override
        public @Nullable InferenceError obstacle(InferenceCall call) {
            return null;
        }

        @Override
        public Reachability reachability() {
            return Reachability.unobstructed();
        }

        @Override
        public OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here) {
            throw new IllegalStateException("there is no route, and these were offered: " + candidates);
        }

        @Override
        public DispatchResult dispatch(InferenceCall call) {
            asked++;
            return answer;
        }
    }
}
