package dev.tieline.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.RunClock;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.PlannedRun;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that stands alone and knows how long its model runs: 5 s, on a clock that moves so far at each look. */
class InferenceDispatcherLoadTest {
    private static final Duration RUN = Duration.ofSeconds(5);
    private static final ModelName SIMPLE = ModelName.of("simple");

    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(1, 2);
    private final ModelRegistry models = new ModelRegistry();
    private final Knowledge alone =
            new Knowledge(World.knowledge().sites(), World.knowledge().policy(), Routes.none());
    private final InferenceDispatcher dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
            World.CLINIC,
            World.admission(World.CLINIC, alone),
            World.decisionPoint(World.CLINIC, alone),
            models,
            slots,
            World.serving(new RunClock(RUN)),
            Offloading.none("this node has no broker")));

    @BeforeEach
    void load(@TempDir Path folder) {
        var card = Cards.simple("simple@1");
        models.put(Cards.open(card, folder), Cards.artifact(card).digest(), true);
    }

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldRefuseAtOnceWhatCouldNotBeRunInTime() {
        infer(Duration.ofSeconds(60));
        slots.reserve(new PlannedRun(RUN, ticker.in(Duration.ofSeconds(60))));

        assertThatThrownBy(() -> infer(Duration.ofSeconds(8)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error())
                                .isInstanceOfSatisfying(
                                        InferenceError.Overloaded.class,
                                        overloaded -> assertThat(overloaded.retryAfter())
                                                .isEqualTo(Duration.ofSeconds(2))));
        assertThat(slots.queued()).isZero();
    }

    @Test
    void shouldNotAdmitACallWhoseDeadlineHasPassed() {
        assertThatThrownBy(() -> infer(Duration.ZERO))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.DeadlineExceeded.class))
                .hasMessageContaining("before the call could be admitted");
    }

    @Test
    void shouldRefuseEveryCallForAModelWhileNoPlaceIsFree() {
        assertThat(dispatcher.refusal(SIMPLE, null)).isEmpty();
        for (int i = 0; i < 3; i++) {
            slots.reserve(new PlannedRun(RUN, ticker.in(Duration.ofSeconds(60))));
        }

        assertThat(dispatcher.refusal(SIMPLE, null))
                .hasValueSatisfying(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                InferenceError.Overloaded.class,
                                overloaded ->
                                        assertThat(overloaded.retryAfter()).isEqualTo(RUN)));
    }

    @Test
    void shouldSayNothingBeforehandOfAModelOrAVersionThatIsNotHere() {
        for (int i = 0; i < 3; i++) {
            slots.reserve();
        }

        assertThat(dispatcher.refusal(ModelName.of("other"), null)).isEmpty();
        assertThat(dispatcher.refusal(SIMPLE, "9")).isEmpty();
        assertThat(dispatcher.refusal(SIMPLE, "1")).isPresent();
    }

    private void infer(Duration budget) {
        dispatcher.infer(Calls.simple(World.HEALTH, ticker.in(budget)));
    }
}
