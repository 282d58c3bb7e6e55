package dev.tieline.devices.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The files that hold the exact wire forms; a change of one is a change of the protocol. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/twin");

    private Golden() {}

    static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file of hexadecimal digits, whose lines mean nothing. */
    static byte[] bytes(String file) {
        return HexFormat.of().parseHex(text(file).replaceAll("\\s", ""));
    }
}
