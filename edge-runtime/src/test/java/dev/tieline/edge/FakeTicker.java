package dev.tieline.edge;

import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when the test says so. */
public final class FakeTicker implements Ticker {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
        return now.get();
    }

    public void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    public Deadline in(Duration budget) {
        return Deadline.after(this, budget);
    }
}
