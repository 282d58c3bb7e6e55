package dev.tieline.e2e;

import dev.tieline.launcher.process.FreePorts;
import java.net.URI;

/** A real Mosquitto, on a port that stays the same when it is started again. It keeps nothing when it stops. */
public interface Broker extends AutoCloseable {

    /** Starts it and waits until it takes connections. */
    void start() throws Exception;

    /** Ends it, and with it every connection. Does nothing if it does not run. */
    void stop();

    /** Ends it at once (SIGKILL), without a word to anybody. Does nothing if it does not run. */
    void kill() throws InterruptedException;

    /** Lets it stand still: its connections stay, and it answers on none. */
    void freeze();

    /** Lets it go on after {@link #freeze}. */
    void thaw();

    int port();

    default URI address() {
        return URI.create("mqtt://127.0.0.1:" + port());
    }

    @Override
    default void close() {
        stop();
    }

    /** A broker that is not started, of the kind that this machine has. */
    static Broker on(Workplace place) {
        int port = FreePorts.find(1).getFirst();
        return switch (BrokerKind.here()) {
            case DOCKER -> new MosquittoContainer(port);
            case PROCESS -> new MosquittoProcess(place, port);
        };
    }

    /** Its whole configuration; {@code listener} is an address and a port. */
    static String configuration(String listener) {
        return """
                listener %s
                allow_anonymous true
                set_tcp_nodelay true
                persistence false
                """.formatted(listener);
    }
}
