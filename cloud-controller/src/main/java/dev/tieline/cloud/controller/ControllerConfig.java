package dev.tieline.cloud.controller;

import dev.tieline.devices.log.LogFormat;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the controller. Every key begins with {@code tieline.}; a key that is not listed is an error. */
@ConfigMapping(prefix = "tieline")
public interface ControllerConfig {

    Controller controller();

    Link link();

    Fleet fleet();

    Log log();

    /** {@code tieline.controller.*}: whose controller it is, and what it keeps. */
    interface Controller {
        /** The tenant whose nodes it looks after. */
        @WithDefault("default")
        String tenant();

        /** Where it keeps what must outlive it: what was applied, blobs, decisions. */
        @WithDefault("${TIELINE_HOME:.tieline}/controller")
        Path home();

        /** Where nodes reach its API. */
        @WithDefault("http://127.0.0.1:${quarkus.http.port:8080}")
        URI url();

        /** Names that its API is reached by, beside its addresses, {@code localhost}, the machine's and its URL's. */
        Optional<List<String>> hosts();

        /** The largest blob that may be uploaded, in bytes. */
        @WithDefault("4294967296")
        long maxBlob();
    }

    /** {@code tieline.link.*}: the broker. */
    interface Link {
        /** {@code mqtt://host:port} or {@code mqtts://host:port}. */
        @WithDefault("mqtt://127.0.0.1:1883")
        URI broker();

        Optional<String> username();

        Optional<String> password();

        /** Certificates of the authorities that are trusted for {@code mqtts}; the platform's where absent. */
        Optional<Path> trust();

        /** The longest silence on a connection. */
        @WithDefault("10s")
        Duration keepAlive();
    }

    /** {@code tieline.log.*}: how the log is written. */
    interface Log {
        /** {@code text} for people or {@code json}, one object in each line. */
        @WithDefault("text")
        LogFormat format();
    }

    /** {@code tieline.fleet.*}: when a node counts as silent. */
    interface Fleet {
        /** For how long a node counts as fresh after its last telemetry. */
        @WithDefault("15s")
        Duration staleAfter();
    }
}
