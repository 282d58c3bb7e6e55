package dev.tieline.devices.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What this machine calls itself. The logging library wants to know it before the first line of the log, and would ask
 * the network: on a device whose name servers cannot be reached, ten seconds pass until nobody has answered.
 */
public final class MachineName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final String PROPERTY = "jboss.qualified.host.name";

    private MachineName() {}

    /** Lets the kernel say it where nothing else does; to be called before anything is logged. */
    public static void askNobody() {
        askNobody(System.getProperties(), System.getenv(), KERNEL);
    }

    static void askNobody(Properties properties, Map<String, String> environment, Path kernel) {
        boolean said = Stream.of(PROPERTY, "jboss.host.name").anyMatch(properties::containsKey)
                || Stream.of("HOSTNAME", "COMPUTERNAME").anyMatch(environment::containsKey);
        if (said) {
            return;
        }
        try {
            var name = Files.readString(kernel).strip();
            if (!name.isEmpty() && !name.equals("(none)")) {
                properties.setProperty(PROPERTY, name);
            }
        } catch (IOException e) {
            // Another platform: the library finds it as it does.
        }
    }
}
