package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.policy.DataLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EgressGuardTest {
    private final List<OutboundMessage> published = new ArrayList<>();
    private final EgressGuard guard = new EgressGuard(
            World.device(World.CLINIC), World.decisionPoint(World.CLINIC), this::publish, this::publish);

    @Test
    void shouldSendPermittedWorkToTheExecutorsOwnTopic() {
        var egress = send(DataLabel.PUBLIC, World.VIRGINIA);

        assertThat(egress).isInstanceOf(Egress.Sent.class);
        assertThat(published).extracting(OutboundMessage::topic).containsExactly("tl/v1/acme/work/us-east/va-1");
    }

    @Test
    void shouldRefusePersonalWorkToVirginiaWhateverTheRouteSaid() {
        var egress = send(World.PERSONAL, World.VIRGINIA);

        assertThat(egress).isInstanceOf(Egress.Refused.class);
        assertThat(published).isEmpty();
    }

    @Test
    void shouldRefuseWorkToASiteThatTheSiteBookDoesNotKnow() {
        var egress = send(World.PERSONAL, NodeAddress.of("eu-secret/x-1"));

        assertThat(egress).isInstanceOf(Egress.Refused.class);
        assertThat(published).isEmpty();
    }

    @Test
    void shouldRetainWhatTheNodeSaysOfItself() {
        var unused = guard.announceState(new byte[] {'{', '}'});

        assertThat(published).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/state");
            assertThat(message.retain()).isTrue();
        });
    }

    @Test
    void shouldRetainWhatTheNodeHolds() {
        var unused = guard.announceReported(new byte[] {'{', '}'});

        assertThat(published).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/reported");
            assertThat(message.retain()).isTrue();
            assertThat(message.qos()).isEqualTo(1);
        });
    }

    private Egress send(DataLabel label, NodeAddress executor) {
        return guard.sendWork(Calls.simple(label), executor, new byte[1], MessageProperties.NONE);
    }

    private CompletableFuture<PublishOutcome> publish(OutboundMessage message) {
        published.add(message);
        return CompletableFuture.completedFuture(new PublishOutcome.Accepted());
    }
}
