package dev.tieline.devices.link;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** The options of one attempt to connect, in the client library's form. */
final class ConnectPacket {

    private ConnectPacket() {}

    static MqttConnectionOptions of(BrokerAddress broker, LinkOptions link) {
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setKeepAliveInterval((int) link.times().keepAlive().toSeconds());
        options.setConnectionTimeout(
                (int) Math.max(1, link.times().connectTimeout().toSeconds()));
        options.setReceiveMaximum(link.limits().inboundWindow());
        options.setMaximumPacketSize((long) link.limits().maxPacketBytes());
        secure(options, broker, link);
        authenticate(options, link);
        if (link.will() != null) {
            var will = link.will().get();
            options.setWill(will.topic(), PahoMessages.toPaho(will));
        }
        return options;
    }

    private static void secure(MqttConnectionOptions options, BrokerAddress broker, LinkOptions link) {
        if (broker.secured()) {
            var tls = link.tls() == null ? TlsOptions.ofPlatform() : link.tls();
            options.setSocketFactory(new NoDelayTlsSockets(tls));
            options.setHttpsHostnameVerificationEnabled(true);
        } else {
            options.setSocketFactory(new NoDelaySockets());
        }
    }

    private static void authenticate(MqttConnectionOptions options, LinkOptions link) {
        var credentials = link.credentials();
        if (credentials == null) {
            return;
        }
        options.setUserName(credentials.username());
        if (credentials.password() != null) {
            options.setPassword(credentials.password().getBytes(StandardCharsets.UTF_8));
        }
    }
}
