package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.Credentials;
import dev.tieline.devices.link.LinkLimits;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.TlsOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One link that channels share, checked.
 *
 * @param name what channels call it
 * @param broker its broker, on this machine
 * @param clientId who it is at the broker
 * @param credentials user name and password, where the broker wants them
 * @param trust certificates of trusted authorities; the platform's where left out
 * @param keepAlive the longest silence, 1 s to 65,535 s
 * @param window received at QoS 1 and not yet acknowledged, 1 to 65,535
 * @param maxInFlight published and not yet answered, 1 to 65,535
 */
record LinkSettings(
        String name,
        URI broker,
        String clientId,
        @Nullable Credentials credentials,
        @Nullable Path trust,
        Duration keepAlive,
        int window,
        int maxInFlight) {
    private static final String PREFIX = "tieline.messaging.links.";
    private static final int MAX_WINDOW = 65_535;

    /** @throws IllegalArgumentException naming the setting, its value and what is legal */
    LinkSettings {
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > MAX_WINDOW) {
            throw wrong(name, "keep-alive", keepAlive, "it must be from 1s to 65535s");
        }
        check(name, "window", window);
        check(name, "max-in-flight", maxInFlight);
        if (clientId.isBlank()) {
            throw wrong(name, "client-id", "'" + clientId + "'", "it must not be blank");
        }
        try {
            LinkOptions.of(broker, clientId);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "broker", broker.getHost(), e.getMessage());
        }
        requireLoopback(name, broker);
    }

    /** @throws IllegalArgumentException naming the setting that is missing or wrong */
    static LinkSettings of(String name, LinksConfig.Link config) {
        return new LinkSettings(
                name,
                needed(name, "broker", config.broker()),
                needed(name, "client-id", config.clientId()),
                credentials(name, config),
                config.trust().orElse(null),
                config.keepAlive(),
                config.window(),
                config.maxInFlight());
    }

    /** What the link itself needs to know. @throws IllegalArgumentException if the trusted authorities are unusable */
    LinkOptions options() {
        var limits = LinkLimits.DEFAULT;
        var options = LinkOptions.of(broker, clientId)
                .withKeepAlive(keepAlive)
                .withLimits(new LinkLimits(maxInFlight, window, limits.inboundQos0(), limits.maxPacketBytes()));
        if (credentials != null) {
            options = options.withCredentials(credentials.username(), credentials.password());
        }
        return trust == null ? options : options.withTls(TlsOptions.trusting(trust));
    }

    private static @Nullable Credentials credentials(String name, LinksConfig.Link config) {
        if (config.username().isEmpty() && config.password().isPresent()) {
            throw new IllegalArgumentException(
                    key(name, "password") + " is set, and " + key(name, "username") + " is not");
        }
        return config.username()
                .map(username -> new Credentials(username, config.password().orElse(null)))
                .orElse(null);
    }

    private static <T> T needed(String name, String setting, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "the link '" + name + "' has no " + setting + ". Maybe set " + key(name, setting)));
    }

    private static void check(String name, String setting, int value) {
        if (value < 1 || value > MAX_WINDOW) {
            throw wrong(name, setting, value, "it must be from 1 to " + MAX_WINDOW);
        }
    }

    /** Until controllers and brokers authenticate each other, nothing goes beyond this machine. */
    private static void requireLoopback(String name, URI broker) {
        try {
            if (InetAddress.getByName(broker.getHost()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    key(name, "broker") + " is " + broker + ", and its host cannot be resolved", e);
        }
        throw wrong(name, "broker", broker, "until fleet security lands, it must be on this machine (loopback)");
    }

    private static IllegalArgumentException wrong(
            String name, String setting, @Nullable Object value, @Nullable String legal) {
        return new IllegalArgumentException(key(name, setting) + " is " + value + ", and " + legal);
    }

    private static String key(String name, String setting) {
        return PREFIX + name + "." + setting;
    }
}
