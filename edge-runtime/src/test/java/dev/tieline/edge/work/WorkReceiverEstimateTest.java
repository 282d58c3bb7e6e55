package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.RunClock;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor that knows how long its model runs: 5 s, on a clock that moves so far whenever a run looks at it. */
class WorkReceiverEstimateTest {
    private static final Duration RUN = Duration.ofSeconds(5);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(1, 10);
    private final ModelRegistry models = new ModelRegistry();
    private final RecordingEgress egress =
            new RecordingEgress(World.device(World.VIRGINIA), World.decisionPoint(World.VIRGINIA));
    private final Queue<Runnable> runs = new ArrayDeque<>();
    private final WorkReceiver receiver = new WorkReceiver(
            new WorkReceiver.Parts(
                    World.device(World.VIRGINIA),
                    World.decisionPoint(World.VIRGINIA),
                    egress.guard(),
                    models,
                    slots,
                    World.serving(new RunClock(RUN)),
                    codec,
                    ticker,
                    runs::add,
                    Runnable::run),
            1_000_000,
            Duration.ofMinutes(1));

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
    void shouldRefuseAtOnceWhatItCouldNotRunWithinTheBudget() {
        runOnce();
        receiver.receive(work("r2", Duration.ofSeconds(6)));

        receiver.receive(work("r3", Duration.ofSeconds(8)));

        assertThat(statuses()).containsExactly("ok", "overloaded");
        assertThat(lastError())
                .isInstanceOfSatisfying(
                        InferenceError.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void shouldQueueWhatItCanRunWithinTheBudget() {
        runOnce();
        receiver.receive(work("r2", Duration.ofSeconds(60)));

        receiver.receive(work("r3", Duration.ofSeconds(10)));

        assertThat(runs).hasSize(2);
        assertThat(statuses()).containsExactly("ok");
    }

    @Test
    void shouldQueueAModelThatHasNeverRun() {
        receiver.receive(work("r1", Duration.ofSeconds(1)));

        receiver.receive(work("r2", Duration.ofSeconds(1)));

        assertThat(runs).hasSize(2);
    }

    @Test
    void shouldRunWhatItsEstimateSaysIsTooLongWhileASlotIsFree() {
        runOnce();

        receiver.receive(work("r2", Duration.ofSeconds(1)));
        runs.remove().run();

        assertThat(statuses()).containsExactly("ok", "ok");
    }

    private void runOnce() {
        receiver.receive(work("r1", Duration.ofSeconds(60)));
        runs.remove().run();
    }

    private List<String> statuses() {
        return egress.sent().stream()
                .map(reply -> ReplyHeaders.read(reply.properties()).status())
                .toList();
    }

    private InferenceError lastError() {
        return codec.decodeError(ByteBuffer.wrap(egress.sent().getLast().payload()));
    }

    private InboundMessage work(String id, Duration budget) {
        var headers = new WorkHeaders(
                id, ModelName.of("simple"), null, budget, DataLabel.PUBLIC, null, null, null, null, null);
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo("tl/v1/acme/node/clinic-berlin/gw-1/reply", id.getBytes(StandardCharsets.UTF_8));
        var body = codec.encodeRequestJson(Calls.request("simple")).toByteArray();
        return new InboundMessage("tl/v1/acme/work/us-east/va-1", body, false, properties);
    }
}
