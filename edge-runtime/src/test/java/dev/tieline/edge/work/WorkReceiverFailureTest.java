package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.policy.DataLabel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor whose threads fail: what was reserved and claimed for the work must not stay taken. */
class WorkReceiverFailureTest {
    private final RunSlots slots = new RunSlots(1, 0);
    private final ModelRegistry models = new ModelRegistry();
    private final AtomicInteger started = new AtomicInteger();

    @TempDir
    Path folder;

    @BeforeEach
    void load() throws IOException {
        var manifest =
                ModelCatalog.read(Path.of("../models/catalog")).find("simple").orElseThrow();
        var file = Files.write(folder.resolve("simple.onnx"), GeneratedModels.bytes("simple"));
        models.put(
                ModelSession.open(manifest, file, SessionSettings.DEFAULT),
                manifest.model().digest(),
                true);
    }

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldOweNothingWhenTheNodeTakesNoMoreRequests() {
        var receiver = receiver(task -> {
            started.incrementAndGet();
            throw new RejectedExecutionException("closed");
        });

        receiver.receive(work());
        receiver.receive(work());

        assertThat(slots.running()).isZero();
        assertThat(started).as("a repeat is judged anew").hasValue(2);
    }

    @Test
    void shouldOweNothingWhenAStepFailsUnexpectedly() {
        var receiver = receiver(task -> {
            started.incrementAndGet();
            throw new AssertionError("the executor failed");
        });

        receiver.receive(work());
        receiver.receive(work());

        assertThat(slots.running()).isZero();
        assertThat(started).as("a repeat is judged anew").hasValue(2);
    }

    @Test
    void shouldSendAnAnswerFromTheOutboxThatWasReadyWhenTheNodeShutDown() {
        var gate = new RecordingEgress(World.device(World.FRANKFURT), World.decisionPoint(World.FRANKFURT));
        gate.outcome(new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.INTERRUPTED, 0, "interrupted")));
        var later = new ArrayList<Runnable>();
        receiver(gate.guard(), Runnable::run, later::add).receive(work());
        gate.outcome(new PublishOutcome.Accepted());

        later.forEach(Runnable::run);

        assertThat(gate.sent()).hasSize(2);
        assertThat(later).as("once it is sent, it is not sent again").hasSize(1);
        assertThat(gate.sent().getLast().payload())
                .isEqualTo(gate.sent().getFirst().payload())
                .isNotEmpty();
    }

    private WorkReceiver receiver(Executor requests) {
        var link = new MqttLink(
                LinkOptions.of(URI.create("mqtt://127.0.0.1:1"), "acme.eu-central.fra-1.work"), new Random(1));
        var policy = World.decisionPoint(World.FRANKFURT);
        return receiver(new EgressGuard(World.device(World.FRANKFURT), policy, link, link), requests, Runnable::run);
    }

    private WorkReceiver receiver(EgressGuard egress, Executor requests, Executor outbox) {
        var self = World.device(World.FRANKFURT);
        var policy = World.decisionPoint(World.FRANKFURT);
        return new WorkReceiver(
                new WorkReceiver.Parts(
                        self,
                        policy,
                        egress,
                        models,
                        slots,
                        World.serving(System::nanoTime),
                        new OipCodec(OipLimits.DEFAULT),
                        System::nanoTime,
                        requests,
                        outbox),
                1 << 20,
                Duration.ofMinutes(1));
    }

    private static InboundMessage work() {
        var body = new OipCodec(OipLimits.DEFAULT).encodeRequest(Calls.request("simple"));
        var request = Calls.request("simple");
        var headers = new WorkHeaders(
                "r1",
                request.model(),
                null,
                Duration.ofSeconds(10),
                DataLabel.PUBLIC,
                null,
                null,
                body.headerLength(),
                null,
                null);
        var topics = new Topics(World.device(World.FRANKFURT).tenant());
        var properties = MessageProperties.ofUser(headers.toUserProperties())
                .withReplyTo(topics.reply(World.CLINIC), new byte[] {1});
        return new InboundMessage(topics.work(World.FRANKFURT), body.toByteArray(), false, properties);
    }
}
