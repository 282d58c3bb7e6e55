package dev.tieline.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.offload.Attempt;
import dev.tieline.edge.offload.DispatchResult;
import dev.tieline.edge.offload.LastResort;
import dev.tieline.edge.offload.OffloadResult;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceDispatcherTest {
    private static final ModelRegistry MODELS = new ModelRegistry();

    private final RunSlots slots = new RunSlots(1, 1);
    private final FakeOffloading offloading = new FakeOffloading();
    private final InferenceDispatcher dispatcher = dispatcher(World.knowledge());

    @BeforeAll
    static void load(@TempDir Path folder) {
        var manifest =
                ModelCatalog.read(Path.of("../models/catalog")).find("simple").orElseThrow();
        var store = new ModelStore(folder);
        store.addGenerated(manifest);
        var session =
                ModelSession.open(manifest, store.require(manifest.ref(), manifest.model()), SessionSettings.DEFAULT);
        MODELS.put(session, manifest.model().digest(), true);
    }

    @AfterAll
    static void unload() {
        MODELS.close();
    }

    @AfterEach
    void close() {
        slots.close();
    }

    @Test
    void shouldRunHereWhileASlotIsFreeAndSaySo() {
        var response = dispatcher.infer(Calls.simple(World.HEALTH));

        assertThat(response.parameters())
                .containsEntry("tieline_route", "local")
                .containsEntry("tieline_site", "clinic-berlin")
                .containsEntry("tieline_jurisdiction", "DE")
                .containsEntry("tieline_operator", "DE")
                .hasEntrySatisfying(
                        "tieline_decision_id", id -> assertThat(id).asString().matches("[0-9a-f]{32}"));
        assertThat(slots.running()).isZero();
    }

    @Test
    void shouldKeepThePlaceInTheQueueThatItWasAdmittedTo() {
        slots.reserve();
        offloading.whileAdmissionDecides = slots::reserve;

        var response = dispatcher.infer(Calls.simple(World.HEALTH));

        assertThat(response.parameters()).containsEntry("tieline_route", "queued");
    }

    @Test
    void shouldNameTheRuleWhenEveryPlaceIsTaken() {
        slots.reserve();
        slots.reserve();

        assertThatThrownBy(() -> dispatcher.infer(Calls.simple(World.HEALTH)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(((InferenceError.Overloaded) e.error()).rule())
                                .isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldGiveItsPlaceBackBeforeItOffloads() {
        slots.reserve();

        dispatcher.infer(Calls.simple(DataLabel.PUBLIC));

        assertThat(offloading.queuedMeanwhile).containsExactly(0);
        assertThat(offloading.offered).containsExactly(World.VIRGINIA, World.FRANKFURT);
    }

    @Test
    void shouldFallBackToTheQueueWhenNoNodeAnswers() {
        slots.reserve();
        offloading.result =
                new OffloadResult.Failed(List.of(new Attempt(World.VIRGINIA, Attempt.Outcome.BUSY, "busy")));

        var response = dispatcher.infer(Calls.simple(DataLabel.PUBLIC));

        assertThat(response.parameters()).containsEntry("tieline_route", "queued");
    }

    @Test
    void shouldUseThePlaceThatWasHeldWhileNobodyAnswered() {
        slots.reserve();
        offloading.whileNobodyAnswers = here -> {
            assertThat(here.hold()).isTrue();
            assertThat(slots.reserve()).as("taken by the call").isEmpty();
        };
        offloading.result =
                new OffloadResult.Failed(List.of(new Attempt(World.VIRGINIA, Attempt.Outcome.NO_ANSWER, "silent")));

        var response = dispatcher.infer(Calls.simple(DataLabel.PUBLIC));

        assertThat(response.parameters()).containsEntry("tieline_route", "queued");
        assertThat(slots.queued()).isZero();
    }

    @Test
    void shouldGiveThePlaceBackThatAnAnswerMadeNeedless() {
        slots.reserve();
        offloading.whileNobodyAnswers = here -> assertThat(here.hold()).isTrue();

        dispatcher.infer(Calls.simple(DataLabel.PUBLIC));

        assertThat(slots.queued()).isZero();
    }

    @Test
    void shouldSayWhatWasTriedWhenNobodyHasRoom() {
        slots.reserve();
        slots.reserve();
        offloading.result =
                new OffloadResult.Failed(List.of(new Attempt(World.VIRGINIA, Attempt.Outcome.BUSY, "busy")));

        assertThatThrownBy(() -> dispatcher.infer(Calls.simple(DataLabel.PUBLIC)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.Overloaded.class))
                .hasMessageContaining("us-east/va-1: busy");
    }

    @Test
    void shouldSayThatThisNodeIsFullWhenTheOthersAreSilent() {
        slots.reserve();
        slots.reserve();
        offloading.result =
                new OffloadResult.Failed(List.of(new Attempt(World.VIRGINIA, Attempt.Outcome.NO_ANSWER, "silent")));

        assertThatThrownBy(() -> dispatcher.infer(Calls.simple(DataLabel.PUBLIC)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.Overloaded.class))
                .hasMessageContaining("queue of this node are taken")
                .hasMessageContaining("us-east/va-1: silent");
    }

    private InferenceDispatcher dispatcher(Knowledge knowledge) {
        return new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC,
                World.admission(World.CLINIC, knowledge),
                World.decisionPoint(World.CLINIC, knowledge),
                MODELS,
                slots,
                World.serving(System::nanoTime),
                offloading));
    }

    /** Answers as the test says, and remembers what it was offered. */
    private final class FakeOffloading implements Offloading {
        private final List<Object> offered = new ArrayList<>();
        private final List<Integer> queuedMeanwhile = new ArrayList<>();
        private Runnable whileAdmissionDecides = () -> {};
        private Consumer<LastResort> whileNobodyAnswers = here -> {};
        private @Nullable OffloadResult result;

        @Override
        public @Nullable InferenceError obstacle(InferenceCall call) {
            whileAdmissionDecides.run();
            return null;
        }

        @Override
        public Reachability reachability() {
            return Reachability.unobstructed();
        }

        @Override
        public OffloadResult offload(InferenceCall call, List<Candidate> candidates, @Nullable LastResort here) {
            whileNobodyAnswers.accept(Objects.requireNonNull(here));
            queuedMeanwhile.add(slots.queued());
            candidates.forEach(candidate -> offered.add(candidate.node()));
            return result != null
                    ? result
                    : new OffloadResult.Served(
                            new InferenceResponse(
                                    dev.tieline.models.ModelRef.of("simple@1"), null, java.util.Map.of(), List.of()),
                            candidates.getFirst(),
                            "0".repeat(32));
        }

        @Override
        public DispatchResult dispatch(InferenceCall call) {
            throw new IllegalStateException("the site book names no controller");
        }
    }
}
