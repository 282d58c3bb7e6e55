package dev.tieline.edge.reconcile;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/** Says whether models may be fetched from an address. */
final class BlobServer {

    private BlobServer() {}

    /**
     * Why nothing is fetched from there; nothing if it may be. Until fleet security lands, that is this machine alone.
     * May ask the name service.
     */
    static Optional<String> obstacle(URI source) {
        var scheme = source.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            return Optional.of("models are fetched over http and https, and " + source + " is neither");
        }
        var host = source.getHost();
        if (host == null) {
            return Optional.of("the address " + source + " names no host");
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress()
                    ? Optional.empty()
                    : Optional.of("the server " + host + " of " + source + " is not on this machine. Until fleet"
                            + " security lands, nodes fetch models from loopback only");
        } catch (UnknownHostException e) {
            return Optional.of("the host " + host + " of " + source + " cannot be resolved");
        }
    }
}
