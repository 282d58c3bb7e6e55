package dev.tieline.launcher.broker;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** An MQTT 5 client over plain Paho, so that the broker is judged by another implementation than our link. */
final class TestClient implements AutoCloseable {
    private static final long SECONDS = 20;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(String topic, byte[] payload, boolean retained, MqttProperties properties) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final MqttAsyncClient client;
    private final SeveringSockets sockets = new SeveringSockets();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    TestClient(int port, String id, @Nullable MqttMessage will) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        client.setCallback(new Inbox());
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setSocketFactory(sockets);
        if (will != null) {
            options.setWill("will/" + id, will);
        }
        client.connect(options).waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
    }

    TestClient(int port, String id) throws MqttException {
        this(port, id, null);
    }

    TestClient subscribe(String filter) throws MqttException {
        client.subscribe(filter, 1).waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
        return this;
    }

    IMqttToken publish(String topic, MqttMessage message) throws MqttException {
        var token = client.publish(topic, message);
        token.waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
        return token;
    }

    Received next() throws InterruptedException {
        return requireNonNull(received.poll(SECONDS, TimeUnit.SECONDS), "no message within " + SECONDS + " s");
    }

    /** Cuts the connection without a DISCONNECT, as a crash does. */
    void vanish() throws Exception {
        sockets.last().close();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
        }
        client.close();
    }

    static MqttMessage message(String text, boolean retained) {
        return message(text.getBytes(StandardCharsets.UTF_8), retained);
    }

    static MqttMessage message(byte[] payload, boolean retained) {
        var message = new MqttMessage(payload, 1, retained, new MqttProperties());
        return message;
    }

    private final class Inbox implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new Received(topic, message.getPayload(), message.isRetained(), message.getProperties()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    /** Makes plain sockets without delay and remembers the last, so that a test can cut it. */
    private static final class SeveringSockets extends SocketFactory {
        private @Nullable Socket last;

        Socket last() {
            return requireNonNull(last, "no connection was made");
        }

        @Override
        public Socket createSocket() throws java.io.IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            last = socket;
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws java.io.IOException {
            var socket = createSocket();
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("not used");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws java.io.IOException {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException("not used");
        }
    }
}
