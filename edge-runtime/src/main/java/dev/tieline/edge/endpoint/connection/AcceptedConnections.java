package dev.tieline.edge.endpoint.connection;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Hands every connection that the server accepts to the guard, before its first byte is read.
 *
 * <p>Vert.x tells of a connection only once it has said which protocol it speaks, so that those that say nothing would
 * never be seen. Netty finds this class by its name in {@code META-INF/services}, where a system property asks it to look,
 * and makes it itself: hence the one static field, of a process that has one endpoint.
 */
public final class AcceptedConnections extends ChannelInitializerExtension {
    private static final AtomicReference<Consumer<Channel>> SEEN = new AtomicReference<>(channel -> {});

    /** Has this guard see the connections of this process; to be called before the endpoint is opened. */
    public static void guardedBy(ConnectionGuard guard) {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        SEEN.set(guard::accept);
    }

    /** Lets connections come in as they are, as before. */
    static void guardedByNobody() {
        SEEN.set(channel -> {});
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        SEEN.get().accept(channel);
    }
}
