package dev.tieline.e2e.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Namespaces of the Linux kernel for processes of the tests: as root, or else in a user namespace of one's own. */
final class Namespaces {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final long PATIENCE_SECONDS = 30;

    private Namespaces() {}

    /** A command that runs another in new namespaces, with a root user's rights over them. */
    static List<String> creating(List<String> kinds, List<String> command) {
        var all = new ArrayList<>(List.of("unshare"));
        if (!ROOT) {
            all.addAll(List.of("--user", "--map-root-user"));
        }
        all.addAll(kinds);
        all.addAll(command);
        return all;
    }

    /** A command that becomes another one in the mount namespace of a process. */
    static List<String> enteringMountsOf(ProcessHandle holder, List<String> command) {
        var all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount"));
        if (!ROOT) {
            all.addAll(List.of("--user", "--preserve-credentials"));
        }
        all.addAll(command);
        return all;
    }

    /**
     * Goes on if a command succeeds. Otherwise the test is aborted, and fails in CI, where nothing may be left out.
     *
     * @param what is impossible without it
     */
    static void need(String what, List<String> command) {
        trouble(command).ifPresent(trouble -> {
            var sentence = "No " + what + " here: '" + String.join(" ", command) + "' " + trouble
                    + ". Maybe run the tests on Linux as root, with util-linux and iptables installed.";
            if (System.getenv("CI") != null) {
                Assertions.fail(sentence);
            }
            Assumptions.abort(sentence);
        });
    }

    private static Optional<String> trouble(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("did not end");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of("says: " + said);
        } catch (IOException e) {
            return Optional.of("cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted");
        }
    }
}
