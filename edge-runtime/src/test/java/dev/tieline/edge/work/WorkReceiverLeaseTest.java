package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What accepted and refused work holds of a model that goes away meanwhile. */
class WorkReceiverLeaseTest {
    private static final String CARD = Cards.simple("simple@1");
    private static final ModelRef SIMPLE = ModelRef.of("simple@1");

    @TempDir
    Path folder;

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final ModelRegistry models = new ModelRegistry();
    private final RunSlots slots = new RunSlots(1, 0);
    private final RecordingEgress egress =
            new RecordingEgress(World.device(World.VIRGINIA), World.decisionPoint(World.VIRGINIA));
    private final Queue<Runnable> runs = new ArrayDeque<>();
    private boolean shutDown;
    private final WorkReceiver receiver = new WorkReceiver(
            new WorkReceiver.Parts(
                    World.device(World.VIRGINIA),
                    World.decisionPoint(World.VIRGINIA),
                    egress.guard(),
                    models,
                    slots,
                    World.serving(System::nanoTime),
                    codec,
                    System::nanoTime,
                    this::execute,
                    Runnable::run),
            1_000_000,
            Duration.ofMinutes(1));

    @BeforeEach
    void load() {
        models.put(Cards.open(CARD, folder), Cards.artifact(CARD).digest(), false);
    }

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldEndAcceptedWorkOnAModelThatWasRemovedMeanwhile() {
        receiver.receive(work(DataLabel.PUBLIC));
        models.remove(SIMPLE);

        runs.remove().run();

        assertThat(status()).isEqualTo(ReplyHeaders.OK);
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldHoldNothingForWorkThatPolicyRefuses() {
        receiver.receive(work(World.HEALTH));

        models.remove(SIMPLE);

        assertThat(status()).isEqualTo("policy_denied");
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldHoldNothingForWorkThatThereIsNoRoomFor() {
        slots.reserve();
        receiver.receive(work(DataLabel.PUBLIC));

        models.remove(SIMPLE);

        assertThat(status()).isEqualTo("overloaded");
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldHoldNothingForWorkThatTheNodeTakesNoMore() {
        shutDown = true;
        receiver.receive(work(DataLabel.PUBLIC));

        models.remove(SIMPLE);

        assertThat(status()).isEqualTo("model_not_ready");
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldHoldNothingAfterWorkWhoseBodyIsGarbage() {
        receiver.receive(work(DataLabel.PUBLIC, new byte[] {1, 2, 3}));
        runs.remove().run();

        models.remove(SIMPLE);

        assertThat(status()).isEqualTo("invalid_request");
        Eventually.until("nothing is held", () -> models.retiring().isEmpty());
    }

    private void execute(Runnable run) {
        if (shutDown) {
            throw new RejectedExecutionException("closed");
        }
        runs.add(run);
    }

    private String status() {
        assertThat(egress.sent()).hasSize(1);
        OutboundMessage reply = egress.sent().getFirst();
        return ReplyHeaders.read(reply.properties()).status();
    }

    private InboundMessage work(DataLabel label) {
        return work(label, codec.encodeRequestJson(Calls.request("simple")).toByteArray());
    }

    private static InboundMessage work(DataLabel label, byte[] body) {
        var headers = new WorkHeaders(
                "r1", ModelName.of("simple"), null, Duration.ofSeconds(30), label, null, null, null, null, null);
        var topics = new Topics(World.device(World.VIRGINIA).tenant());
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo(topics.reply(World.CLINIC), new byte[] {1});
        return new InboundMessage(topics.work(World.VIRGINIA), body, false, properties);
    }
}
