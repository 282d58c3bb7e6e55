package dev.tieline.devices.testing.faults;

import static dev.tieline.devices.testing.faults.Direction.FROM_BROKER;
import static dev.tieline.devices.testing.faults.Direction.TO_BROKER;
import static dev.tieline.devices.testing.faults.Packets.packet;
import static dev.tieline.devices.testing.faults.Packets.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final byte[] PING = packet(PacketType.PINGREQ, new byte[0]);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private Line line;

    @BeforeEach
    void start() throws IOException {
        line = new Line();
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
    }

    @Test
    void shouldPassWhatBothSidesSend() throws Exception {
        var client = line.connect();
        var broker = line.accept();
        for (long seed = 0; seed < 5; seed++) {
            var packets = Packets.some(new Random(seed));

            client.send(Packets.joined(packets));
            broker.send(Packets.joined(packets));

            for (var expected : packets) {
                assertThat(broker.receive().bytes()).as("seed %d", seed).isEqualTo(expected);
                assertThat(client.receive().bytes()).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldPassTheEndOfAConnectionAfterAllThatCameBefore() throws Exception {
        var client = line.connect().send(publish("last"));
        var broker = line.accept();

        client.socket().close();

        assertThat(broker.receiveTopic()).isEqualTo("last");
        assertThatThrownBy(broker::receive).isInstanceOf(EOFException.class);
        broker.socket().close();
        Eventually.until("the connection is forgotten", () -> line.proxy().connections() == 0);
    }

    @Test
    void shouldBreakTheConnectionsThatThereAreAndNoOthers() throws Exception {
        var client = line.connect().send(publish("a"));
        var broker = line.accept();
        assertThat(broker.receiveTopic()).isEqualTo("a");

        line.proxy().cut();

        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThatThrownBy(broker::receive).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        line.connect().send(publish("b"));
        assertThat(line.accept().receiveTopic()).isEqualTo("b");
    }

    @Test
    void shouldLetNobodyConnectUntilHealed() throws Exception {
        var client = line.connect();
        var broker = line.accept();

        line.proxy().refuse();

        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
        assertThatThrownBy(line::connect).isInstanceOf(ConnectException.class);
        line.proxy().heal();
        line.connect().send(publish("again"));
        assertThatThrownBy(broker::receive).isInstanceOf(SocketException.class);
        assertThat(line.accept().receiveTopic()).isEqualTo("again");
    }

    @Test
    void shouldHoldAllThatIsSentIntoABlackHoleUntilHealed() throws Exception {
        var client = line.connect();
        var broker = line.accept();

        line.proxy().blackHole();
        client.send(publish("held"));
        broker.send(publish("answer"));
        Eventually.until(
                "both were read",
                () -> line.proxy().seen(TO_BROKER, PacketType.PUBLISH) == 1
                        && line.proxy().seen(FROM_BROKER, PacketType.PUBLISH) == 1);

        assertThat(broker.socket().getInputStream().available()).isZero();
        assertThat(client.socket().getInputStream().available()).isZero();
        line.proxy().heal();
        assertThat(broker.receiveTopic()).isEqualTo("held");
        assertThat(client.receiveTopic()).isEqualTo("answer");
    }

    @Test
    void shouldPassTheOtherDirectionOfAHalfOpenConnection() throws Exception {
        var client = line.connect();
        var broker = line.accept();

        line.proxy().blackHole(FROM_BROKER);
        broker.send(publish("held"));
        broker.socket().shutdownOutput();
        client.send(publish("heard"));

        assertThat(broker.receiveTopic()).isEqualTo("heard");
        assertThat(client.socket().getInputStream().available()).isZero();
        line.proxy().heal();
        assertThat(client.receiveTopic()).isEqualTo("held");
        assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
    }

    @Test
    void shouldMakeASenderWaitWhenItHoldsEnough() throws Exception {
        line.proxy().blackHole(TO_BROKER);
        int offered = 64 * 1024 * 1024;
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), line.proxy().port());
        try (var client = SocketChannel.open(address)) {
            client.configureBlocking(false);
            var packet = packet(PacketType.PUBLISH, new byte[64 * 1024]);

            long taken = 0;
            for (int idle = 0; idle < 200 && taken < offered; idle++) {
                var unsent = ByteBuffer.wrap(
                        packet, (int) (taken % packet.length), packet.length - (int) (taken % packet.length));
                int written = client.write(unsent);
                taken += written;
                if (written > 0) {
                    idle = 0;
                } else {
                    LockSupport.parkNanos(1_000_000);
                }
            }

            assertThat(taken).isLessThan(offered);
            assertThat(line.proxy().seen(TO_BROKER, PacketType.PUBLISH) * packet.length)
                    .isBetween((long) Course.ROOM / 2, Course.ROOM + 2L * packet.length);
        }
    }

    @Test
    void shouldNotIntroduceAClientThatGaveUpWhileItWasHeld() throws Exception {
        line.proxy().blackHole();
        var patient = line.connect().send(publish("patient"));
        var impatient = line.connect().send(publish("impatient"));
        impatient.socket().close();
        Eventually.until("both were read", () -> line.proxy().seen(TO_BROKER, PacketType.PUBLISH) == 2);

        line.proxy().heal();

        assertThat(line.accept().receiveTopic()).isEqualTo("patient");
        Eventually.until("the other is forgotten", () -> line.proxy().connections() == 1);
        assertThat(patient.socket().isConnected()).isTrue();
    }

    @Test
    void shouldSwallowTheNextPacketsOfAType() throws Exception {
        line.proxy().drop(TO_BROKER, PacketType.PUBLISH, 2);

        line.connect().send(publish("a"), PING, publish("b"), publish("c"));

        var broker = line.accept();
        assertThat(broker.receive().type()).isEqualTo(PacketType.PINGREQ);
        assertThat(broker.receiveTopic()).isEqualTo("c");
        assertThat(line.proxy().dropped(TO_BROKER)).isEqualTo(2);
        assertThat(line.proxy().seen(TO_BROKER, PacketType.PUBLISH)).isEqualTo(3);
        assertThat(line.proxy().seen(TO_BROKER, PacketType.PINGREQ)).isEqualTo(1);
    }

    @Test
    void shouldSendTheNextPacketsThatFitTwice() throws Exception {
        var client = line.connect();
        var broker = line.accept();
        line.proxy()
                .duplicate(
                        FROM_BROKER, frame -> frame.topic().filter("b"::equals).isPresent(), 1);

        broker.send(publish("a"), publish("b"), publish("b"));

        for (var expected : List.of("a", "b", "b", "b")) {
            assertThat(client.receiveTopic()).isEqualTo(expected);
        }
        assertThat(line.proxy().duplicated(FROM_BROKER)).isEqualTo(1);
        assertThat(line.proxy().duplicated(TO_BROKER)).isZero();
    }

    @Test
    void shouldForgetEveryDisturbanceWhenHealed() throws Exception {
        line.proxy().drop(TO_BROKER, PacketType.PUBLISH, 5);
        line.proxy().shape(TO_BROKER, Shape.latency(AN_HOUR));
        var client = line.connect().send(PING);
        var broker = line.accept();
        Eventually.until("it is under way", () -> line.proxy().seen(TO_BROKER, PacketType.PINGREQ) == 1);
        assertThat(broker.socket().getInputStream().available()).isZero();

        line.proxy().heal();
        client.send(publish("a"));

        assertThat(broker.receive().type()).isEqualTo(PacketType.PINGREQ);
        assertThat(broker.receiveTopic()).isEqualTo("a");
    }

    @Test
    void shouldPassEverythingInOrderOverAShakyNarrowLine() throws Exception {
        line.proxy().shape(TO_BROKER, new Shape(Duration.ofMillis(5), Duration.ofMillis(5), 1_000_000));
        var client = line.connect();
        var broker = line.accept();

        for (int i = 0; i < 50; i++) {
            client.send(publish("t" + i, new byte[1_000]));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(broker.receiveTopic()).isEqualTo("t" + i);
        }
    }

    @Test
    void shouldTellTheClientThatTheBrokerIsAway() throws Exception {
        line.endBroker();

        var client = line.connect();

        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
        Eventually.until("the connection is forgotten", () -> line.proxy().connections() == 0);
    }

    @Test
    void shouldCutAConnectionThatDoesNotSpeakMqtt() throws Exception {
        var client = line.connect().send(new byte[] {0, 1, 2});

        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
    }

    @Test
    void shouldEndAllItsThreadsAndConnectionsWhenClosedThoughAllIsHeld() throws Exception {
        var client = line.connect().send(publish("a"));
        var broker = line.accept();
        assertThat(broker.receiveTopic()).isEqualTo("a");
        line.proxy().blackHole();
        client.send(publish("held"));
        line.connect().send(publish("hangs"));

        line.proxy().close(); // returns only when no thread is left

        assertThat(line.proxy().connections()).isZero();
        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
        assertThatThrownBy(broker::receive).isInstanceOf(SocketException.class);
        assertThatThrownBy(line::connect).isInstanceOf(ConnectException.class);
    }
}
