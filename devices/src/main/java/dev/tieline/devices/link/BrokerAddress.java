package dev.tieline.devices.link;

import java.net.URI;

/** The address of a broker as the client library writes it. */
record BrokerAddress(URI uri) {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    boolean secured() {
        return uri.getScheme().equals("mqtts") || uri.getScheme().equals("ssl");
    }

    String forPaho() {
        var port = uri.getPort() >= 0 ? uri.getPort() : secured() ? TLS_PORT : PLAIN_PORT;
        return (secured() ? "ssl://" : "tcp://") + uri.getHost() + ":" + port;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
