package dev.tieline.launcher.fetch;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the files of a tar archive in order: POSIX ustar headers, and the {@code path} of pax headers. After
 * {@link #next()} the stream holds that file's bytes. Links and folders are passed over.
 *
 * <p>Format: POSIX.1-2017, pax, "ustar Interchange Format".
 */
final class TarStream extends FilterInputStream {
    private static final int BLOCK = 512;
    private static final int MAX_PAX = 64 * 1024;

    private long left;
    private long padding;

    TarStream(InputStream archive) {
        super(archive);
    }

    /** Goes to the next file and names it; empty at the end of the archive. */
    Optional<String> next() throws IOException {
        var path = Optional.<String>empty();
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            var header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new EOFException("the tar archive ends inside a header");
            }
            if (header[0] == 0) {
                return Optional.empty();
            }
            left = size(header);
            padding = (BLOCK - left % BLOCK) % BLOCK;
            switch (header[156]) {
                case 'x' -> path = paxPath();
                case '0', 0 -> {
                    return Optional.of(path.orElseGet(() -> ustarPath(header)));
                }
                default -> path = Optional.empty();
            }
        }
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        var next = in.read();
        if (next < 0) {
            throw new EOFException("the tar archive ends inside a file");
        }
        left--;
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        var count = in.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the tar archive ends inside a file");
        }
        left -= count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static long size(byte[] header) throws IOException {
        var octal = field(header, 124, 12).strip();
        try {
            var size = Long.parseLong(octal, 8);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a header of the tar archive has the size '" + octal + "', which is not octal", e);
        }
        throw new IOException("a header of the tar archive has the negative size '" + octal + "'");
    }

    private static String ustarPath(byte[] header) {
        var prefix = field(header, 345, 155);
        var name = field(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String field(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    // Records of a pax header: "<length> <key>=<value>\n", the length that of the whole record.
    private Optional<String> paxPath() throws IOException {
        if (left > MAX_PAX) {
            throw new IOException(
                    "an extended header of the tar archive has " + left + " bytes; the limit is " + MAX_PAX);
        }
        var text = new String(readNBytes((int) left), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith("path="))
                .map(line -> line.substring("path=".length()))
                .findFirst();
    }
}
