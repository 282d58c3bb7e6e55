package dev.tieline.e2e.matrix;

import dev.tieline.e2e.history.Load;
import dev.tieline.e2e.history.Newcomer;
import dev.tieline.e2e.history.Outage;
import dev.tieline.e2e.history.Span;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a play of a cell leaves behind, beside the history. */
final class Play {
    final long begun = System.nanoTime();
    final Cell cell;
    final Load load;
    final Promises promises;

    @Nullable Breaker breaker;

    @Nullable Expectations expectations;

    @Nullable Throwable failure;

    @Nullable Duration healing;

    @Nullable Span broken;

    @Nullable Long whole;

    Play(Cell cell, Load load, Promises promises) {
        this.cell = cell;
        this.load = load;
        this.promises = promises;
    }

    void failed(Throwable failure) {
        if (this.failure == null) {
            this.failure = failure;
        } else {
            this.failure.addSuppressed(failure);
        }
    }

    /** When nodes could not be asked. */
    List<Outage> outages() {
        return breaker == null ? List.of() : breaker.outages();
    }

    /** When nodes may not have known what they need. */
    List<Newcomer> newcomers() {
        return breaker == null ? List.of() : breaker.newcomers(whole == null ? Long.valueOf(System.nanoTime()) : whole);
    }

    /** From an instant until now. */
    static Span since(long from) {
        return new Span(from, System.nanoTime());
    }
}
