package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.launcher.broker.DevelopmentBroker;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final String WORK =
            new Topics(TenantId.of(DemoFederation.TENANT)).work(NodeAddress.of("eu-west/lyon-1"));

    @Test
    void shouldOutliveTheBrokerAndTellWhatItSawAfterwards() throws Exception {
        var host = InetAddress.getLoopbackAddress();
        var first = DevelopmentBroker.start(host, 0);
        int port = port(first);
        try (var witness = Witness.listen(URI.create("mqtt://127.0.0.1:" + port))) {
            send(port);
            awaitSightings(witness, 1);
            first.close();
            witness.awaitLost();
            try (var second = DevelopmentBroker.start(host, port)) {
                witness.awaitBack();

                send(port(second));

                awaitSightings(witness, 2);
                assertThat(witness.sightings())
                        .containsExactly(
                                new Witness.Sighting("eu-west", "personal", false),
                                new Witness.Sighting("eu-west", "personal", true));
            }
        }
    }

    private static void send(int port) throws Exception {
        var options = LinkOptions.of(URI.create("mqtt://127.0.0.1:" + port), "sender");
        try (var link = new MqttLink(options, new Random(1))) {
            var connected = new CountDownLatch(1);
            link.onConnected(connected::countDown);
            link.start();
            assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
            var headers = new WorkHeaders(
                    "request-1",
                    ModelName.of("minilm"),
                    null,
                    Duration.ofSeconds(1),
                    new DataLabel(DataClass.PERSONAL, new TreeSet<>()),
                    null,
                    null,
                    null,
                    null,
                    null);
            assertThat(link.publish(OutboundMessage.of(
                                    WORK, new byte[] {1}, MessageProperties.ofUser(headers.toUserProperties())))
                            .get(60, TimeUnit.SECONDS))
                    .isNotInstanceOf(PublishOutcome.Failed.class);
        }
    }

    private static int port(DevelopmentBroker broker) {
        return Integer.parseInt(broker.address().replaceFirst(".*:", ""));
    }

    private static void awaitSightings(Witness witness, int count) {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (witness.sightings().size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(witness.sightings()).hasSize(count);
    }
}
