package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a controller gets to see of a call. */
class OffloadClientDispatchTest {
    private static final String REPLY = "tl/v1/acme/node/clinic-berlin/gw-1/reply";

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final RecordingEgress egress = new RecordingEgress(
            World.device(World.CLINIC),
            World.decisionPoint(World.CLINIC, World.governedBy("controller-fra", World.TOLD)));
    private final PendingReplies replies = new PendingReplies(new Random(2));
    private final OffloadClient client = new OffloadClient(
            new OffloadClient.Parts(
                    World.device(World.CLINIC),
                    new MqttLink(
                            LinkOptions.of(URI.create("mqtt://127.0.0.1:1"), "acme.clinic-berlin.gw-1.work"),
                            new Random(1)),
                    egress.guard(),
                    replies,
                    codec,
                    new Circuits(System::nanoTime, new Random(4))),
            new OffloadSettings(Duration.ofNanos(1), 1 << 20));

    @Test
    void shouldSendAWholeCallWithEverythingThatItsExecutorNeeds() {
        var soon = new FakeTicker().in(Duration.ZERO);

        var result = client.dispatch(Calls.simple(DataLabel.PUBLIC, soon));

        assertThat(result)
                .as("nobody answers by the deadline")
                .isInstanceOfSatisfying(
                        DispatchResult.Refused.class,
                        refused -> assertThat(refused.error()).isInstanceOf(InferenceError.DeadlineExceeded.class));
        var headers = WorkHeaders.read(only().properties());
        assertThat(headers.model()).isEqualTo(ModelName.of("simple"));
        assertThat(headers.label()).isEqualTo(DataLabel.PUBLIC);
        assertThat(headers.via()).isNull();
        var request = codec.decodeRequest(
                headers.model(), null, ByteBuffer.wrap(only().payload()), headers.headerLength(), null);
        assertThat(request.inputs()).hasSize(2);
        assertThat(only().properties().responseTopic()).isEqualTo(REPLY);
    }

    @Test
    void shouldPutNoByteOfPersonalDataIntoAnEnquiry() {
        var result = client.dispatch(Calls.simple(World.PERSONAL));

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("no answer in time"));
        assertThat(only().payload()).isEmpty();
        var headers = WorkHeaders.read(only().properties());
        assertThat(headers.label()).isEqualTo(World.PERSONAL);
        assertThat(headers.headerLength()).isNull();
        assertThat(headers.decision()).isNull();
        assertThat(only().properties().responseTopic()).isEqualTo(REPLY);
        assertThat(only().properties().correlationData()).hasSize(16);
    }

    @Test
    void shouldOweNothingAfterwards() {
        client.dispatch(Calls.simple(World.PERSONAL));

        assertThat(replies.size()).isZero();
        assertThat(replies.attempts()).isZero();
    }

    private OutboundMessage only() {
        assertThat(egress.sent()).hasSize(1);
        return egress.sent().getFirst();
    }
}
