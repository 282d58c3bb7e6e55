package dev.tieline.cloud.catalog;

import java.io.IOException;
import java.nio.file.Path;

/** The disk did not take what was to be kept. What was there before is there still. */
public final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotStoredException(Path file, IOException cause) {
        super("cannot write " + file + ": " + cause + ". Maybe the disk is full", cause);
    }
}
