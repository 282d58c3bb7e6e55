package dev.tieline.launcher.broker;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A running MQTT 5 broker in this process. It keeps everything in memory; closing it ends every connection. */
public final class DevelopmentBroker implements AutoCloseable {
    private static final String ACCEPTOR = "mqtt";
    // What one topic may hold for subscribers that do not read: enough for a burst, too little to fill the memory.
    private static final long MAX_BYTES_PER_ADDRESS = 64L * 1024 * 1024;
    private static final int MAX_PACKET_BYTES = 16 * 1024 * 1024;

    private final EmbeddedActiveMQ server;
    private final InetAddress host;
    private final int port;

    private DevelopmentBroker(EmbeddedActiveMQ server, InetAddress host, int port) {
        this.server = server;
        this.host = host;
        this.port = port;
    }

    /**
     * Starts a broker; when this returns, clients can connect.
     *
     * @param host a loopback address
     * @param port 1-65535, or 0 for a free one
     * @throws CommandFailure if the port is taken or the broker does not start
     */
    public static DevelopmentBroker start(InetAddress host, int port) {
        if (port < 0 || port > 65535) {
            throw new CommandFailure("the port must be from 0 to 65535, and is " + port);
        }
        var chosen = reserve(host, port);
        var server = new EmbeddedActiveMQ().setConfiguration(configuration(host, chosen));
        try {
            server.start();
            if (!(server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR)
                            instanceof NettyAcceptor acceptor)
                    || !acceptor.isStarted()) {
                server.stop();
                throw new CommandFailure("the broker does not listen on port " + chosen);
            }
        } catch (CommandFailure e) {
            throw e;
        } catch (Exception e) { // Artemis declares nothing narrower
            throw new CommandFailure("the broker cannot start on port " + chosen + ": " + e.getMessage(), e);
        }
        return new DevelopmentBroker(server, host, chosen);
    }

    public int port() {
        return port;
    }

    /** Where it listens, such as {@code 127.0.0.1:1883}. */
    public String address() {
        var text = host.getHostAddress();
        return (text.contains(":") ? "[" + text + "]" : text) + ":" + port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Artemis declares nothing narrower
            throw new IllegalStateException("the broker on port " + port + " did not stop in order", e);
        }
    }

    // Artemis tells of a taken port by a log line only, so the port is tried before it starts.
    private static int reserve(InetAddress host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " of " + host.getHostAddress() + " cannot be listened on: " + e.getMessage()
                            + ". Maybe another broker runs there; --port 0 takes a free port.",
                    e);
        }
    }

    private static Configuration configuration(InetAddress host, int port) {
        var everywhere = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setMaxSizeBytes(MAX_BYTES_PER_ADDRESS)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(true);
        try {
            return new ConfigurationImpl()
                    .setName("tieline-development-broker")
                    .setPersistenceEnabled(false)
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setMessageExpiryScanPeriod(1_000)
                    .setMaxDiskUsage(-1) // it writes nothing, so a full disk must not block it
                    .setGracefulShutdownEnabled(false)
                    .setIncomingInterceptorClassNames(List.of(OnlyMqtt5.class.getName()))
                    .setAddressSettings(Map.of("#", everywhere))
                    .addAcceptorConfiguration(ACCEPTOR, acceptor(host, port));
        } catch (Exception e) { // Artemis declares nothing narrower
            throw new IllegalStateException("the broker's configuration is not understood", e);
        }
    }

    private static String acceptor(InetAddress host, int port) {
        var address = host.getHostAddress();
        return "tcp://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port
                + "?protocols=MQTT;tcpNoDelay=true;maximumPacketSize=" + MAX_PACKET_BYTES;
    }
}
