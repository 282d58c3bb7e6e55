package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A client whose link was never started. */
class OffloadClientTest {
    private final MqttLink link = new MqttLink(
            LinkOptions.of(URI.create("mqtt://127.0.0.1:1"), "acme.clinic-berlin.gw-1.work"), new Random(1));
    private final OffloadClient client = new OffloadClient(
            new OffloadClient.Parts(
                    World.device(World.CLINIC),
                    link,
                    new EgressGuard(World.device(World.CLINIC), World.decisionPoint(World.CLINIC), link, link),
                    new PendingReplies(new Random(2)),
                    new OipCodec(OipLimits.DEFAULT),
                    new Circuits(System::nanoTime, new Random(4))),
            new OffloadSettings(Duration.ofNanos(1), 1 << 20));

    @Test
    void shouldNameTheMissingLinkAsTheObstacle() {
        assertThat(String.valueOf(client.obstacle(Calls.simple(DataLabel.PUBLIC))))
                .contains("no connection to the broker");
    }

    @Test
    void shouldTryEvenWithLessThanTheSmallestBudgetLeft() {
        var call = Calls.simple(DataLabel.PUBLIC, new FakeTicker().in(Duration.ofNanos(500)));

        var result = client.offload(call, List.of(new Candidate(World.FRANKFURT, World.PERMIT)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Failed.class,
                        failed -> assertThat(failed.summary()).contains("not sent"));
    }
}
