package dev.tieline.models.store;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds one file in a tar stream: the ustar and pax formats of POSIX.1 ({@code pax}, "ustar Interchange Format" and "pax
 * Header Block"), which are what npm writes.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int MAX_PAX_BYTES = 64 * 1024;

    private TarReader() {}

    /** The bytes of a file, as a stream that ends with the file and closes the tar stream. */
    static Optional<InputStream> find(InputStream tar, String path) throws IOException {
        String paxPath = null;
        while (true) {
            var header = tar.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new EOFException("the tar stream ends inside a header");
            }
            if (isZero(header)) {
                return Optional.empty();
            }
            checkSum(header);
            var size = octal(header, 124, 12);
            var kind = (char) header[156];
            if (kind == 'x') {
                paxPath = paxPath(tar, size);
            } else {
                var name = paxPath != null ? paxPath : name(header);
                paxPath = null;
                if ((kind == '0' || kind == 0) && name.equals(path)) {
                    return Optional.of(new Entry(tar, size));
                }
                tar.skipNBytes(size);
            }
            tar.skipNBytes(padding(size));
        }
    }

    private static String name(byte[] header) {
        var prefix = text(header, 345, 155);
        var name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The value of {@code path} among records of the form {@code length key=value\n}, or null. */
    private static @Nullable String paxPath(InputStream tar, long size) throws IOException {
        if (size > MAX_PAX_BYTES) {
            throw new IOException("the tar stream has an extended header of " + size + " bytes");
        }
        var records = new String(tar.readNBytes((int) size), StandardCharsets.UTF_8);
        for (var record : records.split("\n", -1)) {
            var space = record.indexOf(' ');
            if (record.startsWith("path=", space + 1)) {
                return record.substring(space + 1 + "path=".length());
            }
        }
        return null;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static boolean isZero(byte[] block) {
        for (var b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkSum(byte[] header) throws IOException {
        var sum = 0L;
        for (var i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        var declared = octal(header, 148, 8);
        if (sum != declared) {
            throw new IOException("the tar stream has a header with the checksum " + declared + ", and it is " + sum);
        }
    }

    private static long octal(byte[] header, int offset, int length) throws IOException {
        var text = text(header, offset, length).strip();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text, 8);
        } catch (NumberFormatException e) {
            throw new IOException("the tar stream has a header with '" + text + "' for an octal number", e);
        }
    }

    private static String text(byte[] header, int offset, int length) {
        var end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(header, offset, end), StandardCharsets.UTF_8);
    }

    /** The bytes of one file of the stream. */
    private static final class Entry extends FilterInputStream {
        private long left;

        Entry(InputStream tar, long size) {
            super(tar);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            var count = super.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the tar stream ends " + left + " bytes before its file does");
            }
            left -= count;
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            var skipped = super.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(super.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
