package dev.tieline.bench.offload;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.BiConsumer;
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

/**
 * The client library as it comes, with sockets that do not delay: no link, no reconnecting, no acknowledgement by hand.
 * What it takes for a round trip is what the network, the broker and the library take.
 */
final class RawClient implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final MqttAsyncClient client;

    private RawClient(MqttAsyncClient client) {
        this.client = client;
    }

    /**
     * Connects and subscribes at QoS 1.
     *
     * @param handler takes what arrives, on the library's thread; it must not wait
     * @throws CommandFailure if the broker cannot be reached or refuses
     */
    static RawClient connect(URI broker, String clientId, String filter, BiConsumer<String, MqttMessage> handler) {
        try {
            var address = "tcp://" + broker.getHost() + ":" + broker.getPort();
            var client = new MqttAsyncClient(address, clientId, new MemoryPersistence());
            client.setCallback(new Arrivals(handler));
            var options = new MqttConnectionOptions();
            options.setCleanStart(true);
            options.setSocketFactory(new PromptSockets());
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
            client.subscribe(filter, 1).waitForCompletion(PATIENCE_MILLIS);
            return new RawClient(client);
        } catch (MqttException e) {
            throw new CommandFailure(clientId + " cannot use the broker " + broker + ": " + e.getMessage(), e);
        }
    }

    /**
     * Publishes at QoS 1, without waiting for the broker. One at a time: the library assigns topic aliases before it
     * queues a message, and two threads at once could put the use of an alias before its definition.
     */
    synchronized void publish(String topic, byte[] body, MqttProperties properties) {
        try {
            client.publish(topic, new MqttMessage(body, 1, false, properties));
        } catch (MqttException e) {
            throw new CommandFailure("the echo cannot publish to " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        } catch (MqttException e) {
            throw new CommandFailure("the echo's connection does not close: " + e.getMessage(), e);
        }
    }

    private record Arrivals(BiConsumer<String, MqttMessage> handler) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            handler.accept(topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Whoever waits for an answer finds that none comes.
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // As above.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // The answer is what is waited for.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // connect() waits for it.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // Never asked for.
        }
    }

    /** Sockets that send small packets at once. */
    private static final class PromptSockets extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("the client library connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("the client library connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("the client library connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException("the client library connects by itself");
        }
    }
}
