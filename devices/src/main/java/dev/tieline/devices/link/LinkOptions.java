package dev.tieline.devices.link;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a link needs to know, made by {@link #of} and refined by the {@code with} methods.
 *
 * @param brokers the addresses of one broker or cluster, tried in turn: {@code mqtt://host:port}, or
 *     {@code mqtts://host:port} for TLS; the ports may be left out (1883, 8883)
 * @param clientId unique at the broker: a second client of the same id takes the session over
 * @param will asked anew before every attempt, so that it can carry the birth sequence of that connection
 * @param credentials user name and password, where the broker wants them
 * @param tls the trust in an {@code mqtts} broker; the platform's where left out
 * @param limits how much the link holds
 * @param times how long it waits
 */
public record LinkOptions(
        List<URI> brokers,
        String clientId,
        @Nullable Supplier<Will> will,
        @Nullable Credentials credentials,
        @Nullable TlsOptions tls,
        LinkLimits limits,
        LinkTimes times) {
    private static final int MAX_PORT = 65_535;
    private static final Set<String> SCHEMES = Set.of("mqtt", "mqtts", "tcp", "ssl");

    public LinkOptions {
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("a link needs the address of at least one broker");
        }
        brokers.forEach(LinkOptions::check);
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("a link needs a client id, and this one is blank");
        }
    }

    public static LinkOptions of(URI broker, String clientId) {
        return of(List.of(broker), clientId);
    }

    public static LinkOptions of(List<URI> brokers, String clientId) {
        return new LinkOptions(brokers, clientId, null, null, null, LinkLimits.DEFAULT, LinkTimes.DEFAULT);
    }

    public LinkOptions withWill(Supplier<Will> will) {
        return new LinkOptions(brokers, clientId, will, credentials, tls, limits, times);
    }

    public LinkOptions withCredentials(String username, @Nullable String password) {
        return new LinkOptions(brokers, clientId, will, new Credentials(username, password), tls, limits, times);
    }

    public LinkOptions withTls(TlsOptions tls) {
        return new LinkOptions(brokers, clientId, will, credentials, tls, limits, times);
    }

    public LinkOptions withLimits(LinkLimits limits) {
        return new LinkOptions(brokers, clientId, will, credentials, tls, limits, times);
    }

    public LinkOptions withTimes(LinkTimes times) {
        return new LinkOptions(brokers, clientId, will, credentials, tls, limits, times);
    }

    public LinkOptions withMaxInFlight(int maxInFlight) {
        return withLimits(
                new LinkLimits(maxInFlight, limits.inboundWindow(), limits.inboundQos0(), limits.maxPacketBytes()));
    }

    public LinkOptions withKeepAlive(Duration keepAlive) {
        return withTimes(new LinkTimes(
                keepAlive, times.ackTimeout(), times.connectTimeout(), times.minBackoff(), times.maxBackoff()));
    }

    public LinkOptions withBackoff(Duration min, Duration max) {
        return withTimes(new LinkTimes(times.keepAlive(), times.ackTimeout(), times.connectTimeout(), min, max));
    }

    public LinkOptions withAckTimeout(Duration ackTimeout) {
        return withTimes(new LinkTimes(
                times.keepAlive(), ackTimeout, times.connectTimeout(), times.minBackoff(), times.maxBackoff()));
    }

    private static void check(URI broker) {
        var scheme = broker.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme) || broker.getHost() == null) {
            throw new IllegalArgumentException("'" + broker
                    + "' is not the address of a broker: it needs the form mqtt://host:port or mqtts://host:port");
        }
        if (broker.getPort() == 0 || broker.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("the broker's address '" + broker + "' has the port " + broker.getPort()
                    + ", and ports are 1 to " + MAX_PORT);
        }
        var path = broker.getPath();
        var hasPath = path != null && !path.isEmpty();
        if (broker.getUserInfo() != null || hasPath || broker.getQuery() != null) {
            throw new IllegalArgumentException("the broker's address at host " + broker.getHost()
                    + " has more than scheme, host and port. Maybe give user name and password by withCredentials.");
        }
    }
}
