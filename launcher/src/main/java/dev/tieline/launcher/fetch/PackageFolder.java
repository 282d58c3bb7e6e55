package dev.tieline.launcher.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An empty folder for a package on its way. Its name begins with the number of its process: what a process leaves that is
 * killed, the next one removes.
 */
final class PackageFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("fetch-([0-9]{1,9})-.*");

    private final Path path;

    private PackageFolder(Path path) {
        this.path = path;
    }

    /** Makes one in a folder, which is made too, and removes those there that no process uses any more. */
    static PackageFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        try (var folders = Files.newDirectoryStream(parent, PackageFolder::isLeft)) {
            for (var folder : folders) {
                remove(folder);
            }
        }
        var own = "fetch-" + ProcessHandle.current().pid() + "-";
        return new PackageFolder(Files.createTempDirectory(parent, own));
    }

    Path path() {
        return path;
    }

    /** Removes it and what is in it. */
    @Override
    public void close() throws IOException {
        remove(path);
    }

    private static boolean isLeft(Path folder) {
        var name = NAME.matcher(folder.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
