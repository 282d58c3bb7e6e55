package dev.tieline.devices.link;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets that send small packets at once; see {@link NoDelaySockets}.
 *
 * <p>They linger for a second at most when they are closed: otherwise closing one waits for a thread that writes to it,
 * and that waits for a peer that may never read. And the factory closes what it made: the client library first shuts its
 * input down, which a TLS socket refuses while the peer has not said goodbye, and then leaves the socket open.
 */
final class NoDelayTlsSockets extends SSLSocketFactory implements Closeable {
    private static final int LINGER_SECONDS = 1;

    private final SSLSocketFactory delegate;
    private final Queue<Socket> made = new ConcurrentLinkedQueue<>();

    NoDelayTlsSockets(TlsOptions tls) {
        this.delegate = tls.context().getSocketFactory();
    }

    private Socket quick(Socket socket) throws IOException {
        made.add(socket);
        socket.setSoLinger(true, LINGER_SECONDS);
        return NoDelaySockets.withoutDelay(socket);
    }

    /** Closes all sockets that it made. */
    @Override
    public void close() throws IOException {
        for (var socket = made.poll(); socket != null; socket = made.poll()) {
            socket.close();
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return quick(delegate.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return quick(delegate.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return quick(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return quick(delegate.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return quick(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return quick(delegate.createSocket(host, port, localHost, localPort));
    }
}
