package dev.tieline.edge.node;

import dev.tieline.devices.log.LogFormat;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The settings of a node. Every key begins with {@code tieline.}; a key that is not listed here is an error. */
@ConfigMapping(prefix = "tieline")
public interface NodeConfig {

    Identity node();

    Tenant tenant();

    Models models();

    Serving serving();

    Link link();

    Knowledge knowledge();

    Offload offload();

    Work work();

    Telemetry telemetry();

    Tracing tracing();

    Log log();

    /** {@code tieline.node.*}: who the node is. */
    interface Identity {
        @WithDefault("default")
        String tenant();

        @WithDefault("local")
        String site();

        @WithDefault("node")
        String name();

        /** Where the node keeps what must outlive it. */
        @WithDefault("${TIELINE_HOME:.tieline}/nodes/${tieline.node.site:local}-${tieline.node.name:node}")
        Path home();

        /** The file that describes its hardware; what the platform tells is used where it is absent. */
        Optional<Path> profile();
    }

    /** {@code tieline.tenant.*}: what holds for every node of the tenant; set the same on each. */
    interface Tenant {
        /** The least data class of every call of the tenant. */
        @WithDefault("public")
        String dataClass();

        /** Tags of every call of the tenant. */
        Optional<List<String>> tags();
    }

    /** {@code tieline.models.*}: which models it loads, and from where. */
    interface Models {
        /** Names ({@code minilm}) or references ({@code minilm@1}) of the catalogue. */
        Optional<List<String>> load();

        /** The folder of model cards. */
        @WithDefault("${TIELINE_CATALOG:models/catalog}")
        Path catalog();

        /** The content-addressed store that holds the artefacts. */
        @WithDefault("${TIELINE_HOME:.tieline}/models")
        Path store();
    }

    /** {@code tieline.serving.*}: its capacity, and what holds for callers that say nothing. */
    interface Serving {
        /** Models that run at the same time; the number of processors where it is absent. */
        OptionalInt slots();

        /** Calls that may wait for a run slot. */
        @WithDefault("16")
        int queue();

        /** Requests that may be inside the node at the same time, whatever they wait for; more are refused unread. */
        @WithDefault("1024")
        int maxRequests();

        /** Bytes of what they bring and of their answers, together; a quarter of the heap where it is absent. */
        OptionalLong maxRequestBytes();

        /** Connections that the endpoint may have at the same time; beyond it, those that ask for nothing are closed. */
        @WithDefault("4096")
        int maxConnections();

        /** How long the head of a request may take, from its first byte or from the beginning of its connection. */
        @WithDefault("10s")
        Duration headTime();

        /** How long a connection may ask for nothing before it is closed. */
        @WithDefault("5m")
        Duration idleTime();

        /** The deadline of a caller that states none. */
        @WithDefault("10s")
        Duration timeout();

        /** The longest deadline. */
        @WithDefault("5m")
        Duration maxTimeout();

        /** The largest request body, in bytes. */
        @WithDefault("67108864")
        int maxBody();

        /** Names that the node is reached by, beside its addresses, {@code localhost} and the machine's; {@code *}: all. */
        Optional<List<String>> hosts();

        /** How long an answer waits for a caller that fetches it later. */
        @WithDefault("10m")
        Duration resultAge();

        /** Calls whose callers fetch the answer later: those that run and those that wait to be fetched, together. */
        @WithDefault("256")
        int maxResults();

        /** Bytes of the answers that wait to be fetched, together; an eighth of the heap where it is absent. */
        OptionalLong maxResultBytes();

        /** How long calls may go on once the node was told to stop; the rest is handed back. */
        @WithDefault("5s")
        Duration grace();

        /** The least data class of every call. */
        @WithDefault("public")
        String dataClass();

        /** Tags of every call. */
        Optional<List<String>> tags();
    }

    /** {@code tieline.link.*}: the broker. */
    interface Link {
        /** {@code mqtt://host:port} or {@code mqtts://host:port}; without one the node works alone. */
        Optional<URI> broker();

        Optional<String> username();

        Optional<String> password();

        /** Certificates of the authorities that are trusted for {@code mqtts}; the platform's where absent. */
        Optional<Path> trust();

        /** The longest silence on a connection. */
        @WithDefault("10s")
        Duration keepAlive();
    }

    /** {@code tieline.knowledge.*}: the files that say what is allowed and who is where. */
    interface Knowledge {
        Optional<Path> sites();

        /** One of each level at most. */
        Optional<List<Path>> policy();

        Optional<Path> routes();
    }

    /** {@code tieline.offload.*}: having work done elsewhere. */
    interface Offload {
        /** How long a silent node is waited for while others stand behind it. */
        @WithDefault("2s")
        Duration attemptTimeout();

        /** The largest body that travels over MQTT, in bytes. */
        @WithDefault("8388608")
        int maxBody();
    }

    /** {@code tieline.work.*}: doing work for others. */
    interface Work {
        /** Bytes of answers kept for repeated requests. */
        @WithDefault("33554432")
        long cacheBytes();

        /** How long an answer is kept for repeated requests. */
        @WithDefault("1m")
        Duration cacheAge();
    }

    /** {@code tieline.tracing.*}: saying what happened to each request. */
    interface Tracing {
        /** The collector that takes OTLP over HTTP, such as {@code http://localhost:4318}; nothing is traced without one. */
        Optional<URI> endpoint();

        /** The part, 0 to 1, of the traces that begin here which is recorded; whoever began a trace decides for it. */
        @WithDefault("1")
        double ratio();
    }

    /** {@code tieline.log.*}: how the log is written. */
    interface Log {
        /** {@code text} for people or {@code json}, one object in each line. */
        @WithDefault("text")
        LogFormat format();
    }

    /** {@code tieline.telemetry.*}: saying how the node does. */
    interface Telemetry {
        /** The mean time between two measurements. */
        @WithDefault("5s")
        Duration period();
    }
}
