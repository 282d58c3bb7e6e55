package dev.tieline.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls hold while models come and go. */
class InferenceDispatcherLeaseTest {
    private static final String V1 = Cards.simple("simple@1");
    private static final String V2 = Cards.simple("simple@2");

    @TempDir
    Path folder;

    private final ModelRegistry models = new ModelRegistry();
    private final RunSlots slots = new RunSlots(1, 1);
    private final InferenceDispatcher dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
            World.CLINIC,
            World.admission(World.CLINIC),
            World.decisionPoint(World.CLINIC),
            models,
            slots,
            World.serving(System::nanoTime),
            Offloading.none("this node has no broker")));

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldEndACallOnTheVersionThatItBeganOn() throws Exception {
        put(V1);
        var free = new CountDownLatch(1);
        var busy = occupySlotUntil(free);
        var waiting = new CompletableFuture<InferenceResponse>();
        var caller = Thread.ofVirtual().start(() -> waiting.complete(dispatcher.infer(Calls.simple(World.HEALTH))));
        Eventually.until("the call waits in the queue", () -> slots.queued() == 1);

        put(V2);
        models.remove(ModelRef.of("simple@2"));
        assertThat(models.retiring()).isNotEmpty();
        free.countDown();

        assertThat(waiting.get().model()).isEqualTo(ModelRef.of("simple@1"));
        caller.join();
        busy.join();
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldHoldNothingAfterACallThatWasRefused() {
        put(V1);
        slots.reserve();
        slots.reserve();
        assertThatThrownBy(() -> dispatcher.infer(Calls.simple(World.HEALTH))).isInstanceOf(InferenceException.class);

        models.remove(ModelRef.of("simple@1"));

        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    private Thread occupySlotUntil(CountDownLatch free) throws InterruptedException {
        var running = new CountDownLatch(1);
        var place = slots.reserve().orElseThrow();
        var thread = Thread.ofVirtual()
                .start(() -> place.run(Calls.simple(World.HEALTH).deadline(), () -> {
                    running.countDown();
                    free.await();
                    return "done";
                }));
        running.await();
        return thread;
    }

    private void put(String card) {
        models.put(Cards.open(card, folder), Cards.artifact(card).digest(), false);
    }
}
