package dev.tieline.launcher.broker;

import static dev.tieline.launcher.broker.TestClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.LibraryLogs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentBrokerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int SUCCESS = 0x00;

    @SuppressWarnings("NullAway.Init")
    private static DevelopmentBroker broker;

    @BeforeAll
    static void startBroker() {
        LibraryLogs.quieten();
        broker = DevelopmentBroker.start(LOOPBACK, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldDeliverToASubscriber() throws Exception {
        try (var subscriber = client("deliver-sub").subscribe("deliver/+/x");
                var publisher = client("deliver-pub")) {
            publisher.publish("deliver/a/x", message("hello", false));

            var received = subscriber.next();
            assertThat(received.topic()).isEqualTo("deliver/a/x");
            assertThat(received.text()).isEqualTo("hello");
            assertThat(received.retained()).isFalse();
        }
    }

    @Test
    void shouldGiveARetainedMessageToALateSubscriber() throws Exception {
        try (var publisher = client("retain-pub")) {
            publisher.publish("retain/state", message("first", true));
            publisher.publish("retain/state", message("second", true));
        }

        try (var late = client("retain-sub").subscribe("retain/state")) {
            var received = late.next();
            assertThat(received.text()).isEqualTo("second");
            assertThat(received.retained()).isTrue();
        }
    }

    @Test
    void shouldForgetARetainedMessageThatIsClearedByAnEmptyOne() throws Exception {
        try (var publisher = client("clear-pub")) {
            publisher.publish("clear/state", message("old", true));
            publisher.publish("clear/state", message("", true));

            try (var late = client("clear-sub").subscribe("clear/#")) {
                publisher.publish("clear/marker", message("marker", false));
                assertThat(late.next().text()).isEqualTo("marker");
            }
        }
    }

    @Test
    void shouldPublishTheWillOfAClientThatVanishes() throws Exception {
        try (var watcher = client("will-watch").subscribe("will/will-owner")) {
            var owner = new TestClient(broker.port(), "will-owner", message("lost", true));

            owner.vanish();

            assertThat(watcher.next().text()).isEqualTo("lost");
        }
    }

    @Test
    void shouldCarryARequestAndItsResponseWithTheirProperties() throws Exception {
        try (var server = client("rr-server").subscribe("rr/work");
                var caller = client("rr-caller").subscribe("rr/reply")) {
            var properties = new MqttProperties();
            properties.setResponseTopic("rr/reply");
            properties.setCorrelationData(new byte[] {1, 2, 3});
            properties.setContentType("application/octet-stream");
            properties.setUserProperties(
                    List.of(new UserProperty("tieline-model", "minilm"), new UserProperty("k", "ü")));
            var request = message("question", false);
            request.setProperties(properties);

            caller.publish("rr/work", request);
            var asked = server.next();
            var answer = message("answer", false);
            var answerProperties = new MqttProperties();
            answerProperties.setCorrelationData(asked.properties().getCorrelationData());
            answer.setProperties(answerProperties);
            server.publish(asked.properties().getResponseTopic(), answer);

            assertThat(asked.properties().getContentType()).isEqualTo("application/octet-stream");
            assertThat(asked.properties().getUserProperties())
                    .contains(new UserProperty("tieline-model", "minilm"), new UserProperty("k", "ü"));
            var reply = caller.next();
            assertThat(reply.text()).isEqualTo("answer");
            assertThat(reply.properties().getCorrelationData()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldGiveTheRemainingExpiryToTheReceiver() throws Exception {
        try (var subscriber = client("expiry-sub").subscribe("expiry/topic");
                var publisher = client("expiry-pub")) {
            var message = message("soon stale", false);
            var properties = new MqttProperties();
            properties.setMessageExpiryInterval(30L);
            message.setProperties(properties);

            publisher.publish("expiry/topic", message);

            assertThat(subscriber.next().properties().getMessageExpiryInterval())
                    .isBetween(1L, 30L);
        }
    }

    @Test
    void shouldCarryOneMebibyteUnchanged() throws Exception {
        var payload = new byte[1024 * 1024];
        new Random(42).nextBytes(payload);
        try (var subscriber = client("big-sub").subscribe("big/topic");
                var publisher = client("big-pub")) {
            publisher.publish("big/topic", message(payload, false));

            assertThat(subscriber.next().payload()).isEqualTo(payload);
        }
    }

    @Test
    void shouldShareASubscriptionAmongItsMembers() throws Exception {
        try (var one = client("share-1").subscribe("$share/group/share/topic");
                var two = client("share-2").subscribe("$share/group/share/topic");
                var all = client("share-all").subscribe("share/topic");
                var publisher = client("share-pub")) {
            publisher.publish("share/topic", message("a", false));
            publisher.publish("share/topic", message("b", false));

            assertThat(all.next().text() + all.next().text()).isEqualTo("ab");
            assertThat(List.of(one.next().text(), two.next().text())).containsExactlyInAnyOrder("a", "b");
        }
    }

    /** MQTT 5 lets a broker say "no matching subscribers" (0x10). Artemis does not, so callers cannot rely on it. */
    @Test
    void shouldAcknowledgeWhatNobodySubscribes() throws Exception {
        try (var publisher = client("nobody-pub")) {
            var token = publisher.publish("nobody/listens", message("x", false));

            assertThat(token.getReasonCodes()).containsExactly(SUCCESS);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {3, 4})
    void shouldRefuseOlderVersionsOfMqttInTheirOwnWords(byte level) throws Exception {
        try (var socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(LOOPBACK, broker.port()));
            var name = level == 3 ? "MQIsdp" : "MQTT";
            var length = name.length();
            var connect = new java.io.ByteArrayOutputStream();
            connect.write(new byte[] {0x10, (byte) (2 + length + 1 + 1 + 2 + 3), 0, (byte) length});
            connect.writeBytes(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            connect.write(new byte[] {level, 2, 0, 60, 0, 1, 'c'});

            socket.getOutputStream().write(connect.toByteArray());

            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 0x02, 0x00, 0x01);
            assertThat(socket.getInputStream().read()).as("end of stream").isEqualTo(-1);
        }
    }

    @Test
    void shouldRefuseATakenPortAndNameIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> DevelopmentBroker.start(LOOPBACK, taken.getLocalPort()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on")
                    .hasMessageContaining("Maybe another broker runs there; --port 0 takes a free port.");
        }
    }

    @Test
    void shouldFreeItsPortAndItsMessagesWhenClosed() throws Exception {
        var first = DevelopmentBroker.start(LOOPBACK, 0);
        try (var publisher = new TestClient(first.port(), "restart-pub")) {
            publisher.publish("restart/state", message("before", true));
        }
        first.close();

        try (var second = DevelopmentBroker.start(LOOPBACK, first.port());
                var client = new TestClient(second.port(), "restart-sub").subscribe("restart/#")) {
            client.publish("restart/marker", message("after", false));
            assertThat(client.next().text()).isEqualTo("after");
        }
    }

    private static TestClient client(String id) throws Exception {
        return new TestClient(broker.port(), id);
    }
}
