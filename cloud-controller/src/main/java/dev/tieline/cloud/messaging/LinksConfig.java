package dev.tieline.cloud.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code tieline.messaging.*}: the links that channels name in their attribute {@code link}. */
@ConfigMapping(prefix = "tieline.messaging")
public interface LinksConfig {

    /** The links by name. */
    Map<String, Link> links();

    /** {@code tieline.messaging.links.NAME.*}: one connection to a broker. */
    interface Link {
        /** {@code mqtt://host:port} or {@code mqtts://host:port}. */
        Optional<URI> broker();

        /** Unique at the broker: a second client of the same id takes the session over. */
        Optional<String> clientId();

        Optional<String> username();

        Optional<String> password();

        /** Certificates of the authorities that are trusted for {@code mqtts}; the platform's where absent. */
        Optional<Path> trust();

        /** The longest silence on the connection. */
        @WithDefault("10s")
        Duration keepAlive();

        /** Messages at QoS 1 that the broker may send before the first is acknowledged; the channels share it. */
        @WithDefault("64")
        int window();

        /** Messages published and not yet answered; the channels share it. */
        @WithDefault("64")
        int maxInFlight();
    }
}
