package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.broker.DevelopmentBroker;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node with no controller and no other node, at the broker of {@code ./tieline broker}, asked by a device. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LoneNodeMqttIT {
    private static final Workplace PLACE = Workplace.make("lone-node-mqtt");

    private static DevelopmentBroker broker;
    private static MosquittoRr pump;

    @BeforeAll
    static void start() throws Exception {
        broker = DevelopmentBroker.start(InetAddress.getLoopbackAddress(), 0);
        var node = new Node(
                PLACE,
                "clinic-berlin/gw-1",
                "--broker=mqtt://127.0.0.1:" + broker.port(),
                "--sites=" + PLACE.write("sites.yaml", Federation.SITES),
                "--policy=" + PLACE.write("policy.yaml", Federation.POLICY),
                "--models=simple");
        node.launch().awaitReady();
        node.awaitLine("Connected to .* as .*\\.work");
        pump = new MosquittoRr(broker.port(), node.address(), "pump-7");
    }

    @AfterAll
    static void stop() {
        PLACE.close();
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldAnswerADevice() throws Exception {
        var heard = pump.ask("simple", MqttEndpointIT.json(41), "tieline-class=personal");

        assertThat(heard.status()).isEqualTo("ok");
        assertThat(heard.correlation()).isEqualTo("reading-42");
        assertThat(heard.contentType()).isEqualTo("application/json");
        assertThat(heard.text()).contains("[42,42");
    }

    @Test
    void shouldTellADeviceWhatIsWrong() throws Exception {
        assertThat(pump.ask("nobody", MqttEndpointIT.json(1)).status()).isEqualTo("unknown_model");
        assertThat(pump.ask("simple", "").status()).isEqualTo("invalid_request");
        assertThat(pump.ask("simple", MqttEndpointIT.json(1), "tieline-class=special")
                        .status())
                .isEqualTo("policy_denied");
    }
}
