package dev.tieline.e2e.faults;

import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A disk of few bytes, in memory, that only some processes see: in their mount namespace it lies over a folder. A
 * process of its own holds the namespace, so that the disk outlives those that use it, and ends with the fleet.
 */
public final class SmallDisk {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BALLAST = "ballast";
    private static final int PAGE = 4_096;

    /** Ends by itself if nobody ends it. */
    private static final String HOLD =
            "mount -t tmpfs -o size=$1 tieline-test \"$2\" && echo mounted && exec sleep 1800";

    private static final List<String> MOUNTS = List.of("--mount");

    private final Path folder;
    private final Child holder;

    private SmallDisk(Path folder, Child holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /**
     * Makes an empty disk.
     *
     * @param name of the process that holds it
     * @param folder where those that see it find it; made if it is not there
     */
    public static SmallDisk make(Fleet fleet, String name, Path folder, long bytes) throws InterruptedException {
        Namespaces.need("small disks", Namespaces.creating(MOUNTS, List.of("mount", "-t", "tmpfs", "probe", "/mnt")));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var hold = List.of("sh", "-c", HOLD, "sh", Long.toString(bytes), folder.toString());
        var holder = fleet.start(new ChildSpec(name, Namespaces.creating(MOUNTS, hold), Map.of()));
        var unused = holder.await(Readiness.line("mounted"), PATIENCE);
        return new SmallDisk(folder, holder);
    }

    /** The same process, started so that it sees this disk. */
    public ChildSpec under(ChildSpec spec) {
        return new ChildSpec(
                spec.name(), Namespaces.enteringMountsOf(holder.handle(), spec.command()), spec.environment());
    }

    /** Its folder as this process sees it. */
    public Path contents() {
        return Path.of("/proc", Long.toString(holder.handle().pid()), "root")
                .resolve(folder.toString().substring(1));
    }

    /** Takes all the room that is left. */
    public void fill() {
        try (var ballast =
                FileChannel.open(contents().resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > 0) {
                var unused = ballast.write(ByteBuffer.allocate(PAGE));
            }
        } catch (IOException e) { // as the last page does where another process took it first
            if (free() > 0) {
                throw new UncheckedIOException("cannot fill " + folder, e);
            }
        }
    }

    /** Gives the room back that {@link #fill} took. */
    public void empty() {
        try {
            Files.delete(contents().resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room in " + folder, e);
        }
    }

    private long free() {
        try {
            return Files.getFileStore(contents()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
