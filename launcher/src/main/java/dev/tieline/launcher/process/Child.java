package dev.tieline.launcher.process;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A started process, with its output in a file. Safe for use by several threads. */
public final class Child {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TAIL = 15;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a process whose output, standard and error, goes to {@code <logs>/<name>.log}. */
    static Child start(ChildSpec spec, Path logs) {
        var log = logs.resolve(spec.name() + ".log");
        var builder = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(spec.environment());
        try {
            Files.createDirectories(logs);
            return new Child(spec.name(), builder.start(), log);
        } catch (IOException e) {
            throw new CommandFailure(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Has a guard end it, should it outlive this process. */
    void guardedBy(Guard guard) {
        guard.watch(process);
    }

    public String name() {
        return name;
    }

    /** The file that its output goes to. */
    public Path log() {
        return log;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The lines that it has printed so far. */
    public List<String> output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the output of " + name + " in " + log, e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @return what the readiness found
     * @throws CommandFailure if it ends or the deadline passes before; the message ends with its last lines
     */
    public String await(Readiness readiness, Duration deadline) throws InterruptedException {
        var start = System.nanoTime();
        while (true) {
            var found = readiness.check(this);
            if (found.isPresent()) {
                return found.get();
            }
            if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandFailure(name + " ended with code " + process.exitValue() + " before it was ready ("
                        + readiness.describe() + "). " + lastLines());
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new CommandFailure(name + " was not ready (" + readiness.describe() + ") within "
                        + deadline.toSeconds() + " s. " + lastLines());
            }
        }
    }

    /**
     * Waits until it has ended by itself, or on a signal.
     *
     * @return its exit code; 128 plus the signal's number where a signal ended it
     * @throws CommandFailure if it has not ended within the deadline; the message ends with its last lines
     */
    public int awaitEnd(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CommandFailure(name + " did not end within " + deadline.toSeconds() + " s. " + lastLines());
        }
        return process.exitValue();
    }

    /** Asks it to end (SIGTERM) and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, with no chance to tidy up (SIGKILL), and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it: asks first, and after the grace ends it with everything that it started. Does nothing if it has ended. */
    public void stop(Duration grace) {
        var descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private String lastLines() {
        var lines = output();
        var tail = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
        return "The end of " + log + ":" + System.lineSeparator() + String.join(System.lineSeparator(), tail);
    }
}
