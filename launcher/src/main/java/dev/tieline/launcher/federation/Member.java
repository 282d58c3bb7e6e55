package dev.tieline.launcher.federation;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One process of a federation, which can end in any way and come back as the same: at its address and with its files.
 * Each of its starts has a log of its own. For use by one thread.
 */
public final class Member {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final ChildSpec spec;
    private final URI address;
    private final List<Readiness> ready;
    private final List<Child> starts = new ArrayList<>();

    Member(Fleet fleet, ChildSpec spec, URI address, List<Readiness> ready) {
        this.fleet = fleet;
        this.spec = spec;
        this.address = address;
        this.ready = List.copyOf(ready);
    }

    /** What people call it; its logs are named after it. */
    public String name() {
        return spec.name();
    }

    /** Where it listens: {@code mqtt} for the broker, {@code http} for the others. The same at every start. */
    public URI address() {
        return address;
    }

    /**
     * Starts it, for the first time or again, and does not wait.
     *
     * @throws IllegalStateException if it runs
     */
    public Member start() {
        if (alive()) {
            throw new IllegalStateException(name() + " is started while it runs");
        }
        var name = starts.isEmpty() ? name() : name() + "-" + (starts.size() + 1);
        starts.add(fleet.start(new ChildSpec(name, spec.command(), spec.environment())));
        return this;
    }

    /** Waits until it is of use to the federation. @throws CommandFailure if it ends before, or is not in time */
    public Member awaitReady() throws InterruptedException {
        for (var each : ready) {
            await(each);
        }
        return this;
    }

    /** Waits for something less, or else. @throws CommandFailure if it ends before, or is not in time */
    public String await(Readiness readiness) throws InterruptedException {
        return current().await(readiness, START);
    }

    /** Ends it at once, with no chance to tidy up (SIGKILL), and waits until it is gone. */
    public void kill() throws InterruptedException {
        current().kill();
    }

    /** Asks it to end (SIGTERM) and waits until it has. @throws CommandFailure if it does not */
    public void stop() throws InterruptedException {
        var child = current();
        child.terminate();
        var unused = child.awaitEnd(END);
    }

    /** Stands it still (SIGSTOP): its connections stay and nothing comes. */
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    public boolean alive() {
        return !starts.isEmpty() && current().alive();
    }

    /** The lines that it has printed, from its first start to now. */
    public List<String> output() {
        return starts.stream().flatMap(start -> start.output().stream()).toList();
    }

    private Child current() {
        if (starts.isEmpty()) {
            throw new IllegalStateException(name() + " was never started");
        }
        return starts.getLast();
    }

    private void signal(String signal) throws InterruptedException {
        var pid = current().handle().pid();
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new CommandFailure(name() + " does not get the signal " + signal + ": kill ended with " + code);
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot send the signal " + signal + " to " + name() + ": " + e.getMessage(), e);
        }
    }
}
