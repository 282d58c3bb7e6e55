package dev.tieline.cloud.decisions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines in two files: the newer one grows up to a limit and then takes the place of the older one. */
final class LogFiles implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Path newer;
    private final Path older;
    private final long maxBytes;
    private FileChannel channel;
    private boolean rotating;

    /**
     * Opens the files, and cuts away what a killed writer left of a line.
     *
     * @param newer the file that is written
     * @param maxBytes how large each of the two may become
     */
    LogFiles(Path newer, long maxBytes) throws IOException {
        this.newer = newer;
        this.older = newer.resolveSibling(newer.getFileName() + ".1");
        this.maxBytes = maxBytes;
        this.channel = open(newer);
        cutUnfinishedLine();
    }

    /** Appends a line, or, if the disk does not take all of it, nothing. */
    void append(String line) throws IOException {
        if (rotating) {
            endRotation();
        }
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (channel.size() > 0 && channel.size() + bytes.remaining() > maxBytes) {
            rotate();
        }
        var before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    /** All lines, oldest first, in readers that stay on their files while those are rotated. */
    List<BufferedReader> readers() throws IOException {
        var readers = new ArrayList<BufferedReader>();
        for (var file : List.of(older, newer)) {
            try {
                // Bytes that are no UTF-8 spoil their line, and not the file.
                readers.add(
                        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)));
            } catch (NoSuchFileException e) {
                // There was no rotation yet.
            }
        }
        return readers;
    }

    /** Gives every line of some readers to a taker, and closes them. */
    static void read(List<BufferedReader> readers, Consumer<String> taker) throws IOException {
        for (var reader : readers) {
            try (reader) {
                String line;
                while ((line = reader.readLine()) != null) {
                    taker.accept(line);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void rotate() throws IOException {
        channel.close();
        rotating = true;
        Files.move(newer, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        endRotation();
    }

    /** Also after a rotation that failed: the file is then the old one, and the next line tries again. */
    private void endRotation() throws IOException {
        channel = open(newer);
        rotating = false;
    }

    private static FileChannel open(Path file) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return channel;
    }

    private void cutUnfinishedLine() throws IOException {
        var end = channel.size();
        var chunk = ByteBuffer.allocate(CHUNK);
        while (end > 0) {
            var start = Math.max(0, end - CHUNK);
            chunk.clear().limit((int) (end - start));
            while (chunk.hasRemaining() && channel.read(chunk, start + chunk.position()) >= 0) {
                // Reads until the chunk is whole.
            }
            var last = lastLineEnd(chunk.flip());
            if (last >= 0) {
                end = start + last + 1;
                break;
            }
            end = start;
        }
        channel.truncate(end);
        channel.position(end);
    }

    private static int lastLineEnd(ByteBuffer chunk) {
        var at = chunk.limit() - 1;
        while (at >= 0 && chunk.get(at) != '\n') {
            at--;
        }
        return at;
    }
}
