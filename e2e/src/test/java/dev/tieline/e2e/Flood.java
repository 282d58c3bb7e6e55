package dev.tieline.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Many connections at once that a test writes to and reads from as it likes, or does not, all on the test's own thread.
 */
final class Flood implements AutoCloseable {
    private static final int SMALL = 4_096;

    private final InetSocketAddress server;
    private final List<Line> lines = new ArrayList<>();

    /** One of the connections. */
    static final class Line {
        private final SocketChannel channel;
        private final StringBuilder heard = new StringBuilder();
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private boolean closed;

        private Line(SocketChannel channel) {
            this.channel = channel;
        }

        /** Whether the server has closed it. */
        boolean closed() {
            return closed;
        }

        /** What the server has said on it. */
        String heard() {
            return heard.toString();
        }

        private void send() {
            try {
                if (unsent.hasRemaining() && channel.write(unsent) < 0) {
                    closed = true;
                }
            } catch (IOException e) {
                closed = true;
                unsent = ByteBuffer.allocate(0);
            }
        }

        private void hear(ByteBuffer target) {
            try {
                for (int read = channel.read(target.clear()); read != 0; read = channel.read(target.clear())) {
                    if (read < 0) {
                        closed = true;
                        return;
                    }
                    heard.append(StandardCharsets.ISO_8859_1.decode(target.flip()));
                }
            } catch (IOException e) {
                closed = true;
            }
        }
    }

    Flood(URI server) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** Makes so many connections, and has each say something, as far as the server takes it. */
    Flood open(int connections, byte[] words) throws IOException {
        for (int i = 0; i < connections; i++) {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL); // what is not read shall stay with the server
            channel.connect(server);
            channel.configureBlocking(false);
            lines.add(new Line(channel));
            say(lines.size() - 1, words);
        }
        return this;
    }

    /** Begins to say something on one of them. */
    private void say(int line, byte[] words) {
        var speaker = lines.get(line);
        if (speaker.unsent.hasRemaining()) {
            throw new IllegalStateException("connection " + line + " has not said yet what it was given before");
        }
        speaker.unsent = ByteBuffer.wrap(words); // which is shared by all that say the same
        speaker.send();
    }

    /** Sends what the server takes now. @return how many bytes it has not taken, on connections that are open */
    long push() {
        lines.forEach(Line::send);
        return lines.stream()
                .filter(line -> !line.closed)
                .mapToLong(line -> line.unsent.remaining())
                .sum();
    }

    /** Reads whatever is there, on all of them. */
    List<Line> listen() {
        var target = ByteBuffer.allocate(1 << 16);
        lines.forEach(line -> line.hear(target));
        return List.copyOf(lines);
    }

    /** Waits until the server has closed so many of them, while what is not sent yet goes on. */
    void awaitClosed(int atLeast) throws Exception {
        var unused = Eventually.find("the server to close " + atLeast + " of " + lines.size() + " connections", () -> {
            listen();
            push();
            return listen().stream().filter(Line::closed).count() >= atLeast ? Optional.of("") : Optional.empty();
        });
    }

    /** Waits until the server has said something on each, or closed it, while what is not sent yet goes on. */
    List<Line> awaitEnds() throws Exception {
        return Eventually.find("an answer on each of " + lines.size() + " connections", () -> {
            listen(); // before a failure to send hides what was said
            push();
            var heard = listen();
            @Nullable Line silent = heard.stream()
                    .filter(line -> !line.closed && line.heard.isEmpty())
                    .findFirst()
                    .orElse(null);
            return silent == null ? Optional.of(heard) : Optional.empty();
        });
    }

    @Override
    public void close() throws IOException {
        for (var line : lines) {
            line.channel.close();
        }
    }
}
