package dev.tieline.launcher.process;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that nothing listens on at the moment. */
public final class FreePorts {
    private FreePorts() {}

    /**
     * Finds free loopback ports.
     *
     * @param count how many
     * @return that many different ports; another process may still take one before its user does
     */
    public static List<Integer> find(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new CommandFailure("cannot find " + count + " free ports on loopback: " + e.getMessage(), e);
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the socket on port " + socket.getLocalPort(), e);
        }
    }
}
