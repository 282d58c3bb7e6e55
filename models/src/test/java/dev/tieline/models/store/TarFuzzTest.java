package dev.tieline.models.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.testing.Fuzzed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

class TarFuzzTest {
    private static final String PATH = "package/model.onnx";

    static Stream<byte[]> tars() {
        return Stream.of(tar(PATH, '0', "content"), tar("other", 'x', "27 path=package/model.onnx\n"));
    }

    static Stream<byte[]> tarballs() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar(PATH, '0', "content"));
        }
        return Stream.of(packed.toByteArray());
    }

    @MethodSource("tars")
    @FuzzTest
    void shouldFindTheFileOrRefuseTheArchive(byte[] bytes) {
        Fuzzed.decode(
                        bytes.length,
                        IOException.class,
                        () -> length(TarReader.find(new ByteArrayInputStream(bytes), PATH)))
                .ifPresent(length -> {
                    if (length > bytes.length) {
                        throw new AssertionError("a file of " + length + " bytes was in " + bytes.length);
                    }
                });
    }

    @MethodSource("tarballs")
    @FuzzTest
    void shouldFindTheFileInAPackedArchiveOrRefuseIt(byte[] bytes) {
        var unused = Fuzzed.decode(
                bytes.length,
                IOException.class,
                () -> length(TarReader.find(new GZIPInputStream(new ByteArrayInputStream(bytes)), PATH)));
    }

    /** Reads it to its end, and keeps nothing. */
    private static long length(Optional<InputStream> file) throws IOException {
        if (file.isEmpty()) {
            return 0;
        }
        try (var stream = file.get()) {
            return stream.skip(Long.MAX_VALUE);
        }
    }

    private static byte[] tar(String name, char kind, String content) {
        var blocks = new byte[2048];
        put(blocks, 0, name);
        put(blocks, 124, "%011o".formatted(content.length()));
        blocks[156] = (byte) kind;
        Arrays.fill(blocks, 148, 156, (byte) ' ');
        var sum = 0;
        for (var i = 0; i < 512; i++) {
            sum += blocks[i] & 0xff;
        }
        put(blocks, 148, "%06o\0 ".formatted(sum));
        put(blocks, 512, content);
        return blocks;
    }

    private static void put(byte[] target, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }
}
