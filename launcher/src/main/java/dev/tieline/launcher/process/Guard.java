package dev.tieline.launcher.process;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A shell beside this process that ends what this process leaves behind, should it be killed.
 *
 * <p>It is told of each child and of each child's end through a pipe. The system closes the pipe when this process has
 * ended, however that came about; the shell then asks the children that are left to end, and makes them after the grace.
 * It ignores the signals that a terminal sends to everybody. Safe for use by several threads.
 */
final class Guard implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            children=' '
            while read -r verb child; do
                case $verb in
                    +) children="$children$child " ;;
                    -) case $children in
                           *" $child "*) children="${children%% $child *} ${children#* $child }" ;;
                       esac ;;
                esac
            done
            for child in $children; do kill -TERM $child; done 2>/dev/null
            seconds=$1
            while [ $seconds -gt 0 ]; do
                left=
                for child in $children; do kill -0 $child && left=$child; done 2>/dev/null
                [ -n "$left" ] || exit 0
                sleep 1
                seconds=$((seconds - 1))
            done
            for child in $children; do kill -KILL $child; done 2>/dev/null
            """;

    private final Process shell;
    private final OutputStream words;

    private Guard(Process shell) {
        this.shell = shell;
        this.words = shell.getOutputStream();
    }

    /** @throws CommandFailure if there is no shell */
    static Guard start(Duration grace) {
        try {
            return new Guard(
                    new ProcessBuilder("/bin/sh", "-c", SCRIPT, "tieline-guard", Long.toString(grace.toSeconds()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new CommandFailure("the shell that watches over children cannot be started: " + e.getMessage(), e);
        }
    }

    /** Ends the process, if it outlives this one. */
    void watch(Process child) {
        tell("+", child.pid());
        var unused = child.onExit().thenRun(() -> tell("-", child.pid()));
    }

    /** Ends the shell, and with it every child that is left. */
    @Override
    public void close() {
        try {
            words.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(String verb, long pid) {
        try {
            words.write((verb + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
            words.flush();
        } catch (IOException e) {
            // Closed: whoever closes it has no children left.
        }
    }
}
