package dev.tieline.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where figures were taken.
 *
 * @param cores processors that this process may use
 * @param cpu the processor's name, or its architecture where the platform does not tell
 * @param memoryBytes the machine's memory
 * @param os name, version and architecture of the operating system
 * @param jdk version and vendor
 */
public record Machine(int cores, String cpu, long memoryBytes, String os, String jdk) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine. */
    public static Machine here() {
        var memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        var architecture = System.getProperty("os.arch");
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                modelName(CPU_INFO).orElse(architecture),
                memory,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + architecture,
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
    }

    /** The line that heads a table. */
    public String line() {
        return "machine  " + cores + " cores of " + cpu + ", " + os + ", JDK " + jdk;
    }

    /** The processor's name in a file of Linux's form. */
    static Optional<String> modelName(Path cpuInfo) {
        if (!Files.isReadable(cpuInfo)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(cpuInfo).stream()
                    .filter(line -> line.startsWith("model name") && line.indexOf(':') > 0)
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // the name is for people only
        }
    }
}
