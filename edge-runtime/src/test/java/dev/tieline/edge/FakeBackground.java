package dev.tieline.edge;

import dev.tieline.edge.background.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Background work whose time the test moves. */
public final class FakeBackground implements Background {
    private record Task(Duration at, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private boolean closed;

    @Override
    public void after(Duration delay, Runnable task) {
        if (!closed) {
            tasks.add(new Task(now.plus(delay), task));
        }
    }

    @Override
    public void close() {
        closed = true;
        tasks.clear();
    }

    public boolean closed() {
        return closed;
    }

    /** How many tasks wait. */
    public int waiting() {
        return tasks.size();
    }

    /** Runs the task that is due first, and says how long it had to be waited for. */
    public Duration runNext() {
        var next = tasks.stream().min(Comparator.comparing(Task::at)).orElseThrow();
        tasks.remove(next);
        var waited = next.at.minus(now);
        now = next.at;
        next.work.run();
        return waited;
    }

    /** Runs all tasks that are due now, and those that they add. */
    public void runDue() {
        while (tasks.stream().anyMatch(task -> task.at.compareTo(now) <= 0)) {
            runNext();
        }
    }
}
