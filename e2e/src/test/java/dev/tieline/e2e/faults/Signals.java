package dev.tieline.e2e.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Signals that Java cannot send itself, by the program {@code kill}. */
public final class Signals {
    private static final long PATIENCE_SECONDS = 20;

    private Signals() {}

    /** Stops a process where it stands (SIGSTOP): its connections stay, and nobody answers on them. */
    public static void stop(ProcessHandle process) {
        send("STOP", process);
    }

    /** Lets a stopped process go on (SIGCONT). */
    public static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String signal, ProcessHandle process) {
        var command = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).redirectErrorStream(true);
        try {
            var kill = command.start();
            var said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError(
                        "SIG" + signal + " could not be sent to process " + process.pid() + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError("these tests need the program kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending SIG" + signal, e);
        }
    }
}
