package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.models.ModelRef;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the controller what this node holds: all of it after each connect, and again on each change. Thread-safe. */
public final class Reporter {
    private final LongSupplier birth;
    private final Supplier<Holdings> holdings;
    private final BooleanSupplier connected;
    private final Function<byte[], CompletableFuture<Boolean>> publish;
    private long generation;
    private SortedMap<ModelRef, ReportedModel> models = Collections.emptySortedMap();
    /** Also cleared where the outcome of publishing is known, by threads that must not wait. */
    private final AtomicReference<@Nullable ReportedState> said = new AtomicReference<>();

    /**
     * Makes a reporter that has nothing to say yet.
     *
     * @param birth the sequence number of the present connection
     * @param holdings which editions of site book, policy and routes the node decides by
     * @param connected whether there is a connection; without one nothing is said until there is
     * @param publish publishes the document, retained; completes with whether the broker took it. What it did not take
     *     counts as not said
     */
    public Reporter(
            LongSupplier birth,
            Supplier<Holdings> holdings,
            BooleanSupplier connected,
            Function<byte[], CompletableFuture<Boolean>> publish) {
        this.birth = birth;
        this.holdings = holdings;
        this.connected = connected;
        this.publish = publish;
    }

    /** Says everything anew, after a connection has been made. */
    public synchronized void connected() {
        say(state());
    }

    /** Takes what the reconciler holds and works on, and says it if it, or what else is held, is new. */
    synchronized void models(long observedGeneration, SortedMap<ModelRef, ReportedModel> now) {
        generation = observedGeneration;
        models = Collections.unmodifiableSortedMap(new TreeMap<>(now));
        if (connected.getAsBoolean()) {
            var state = state();
            if (!state.equals(said.get())) {
                say(state);
            }
        }
    }

    /** How far the node is with each model, as it would say it now. */
    public synchronized SortedMap<ModelRef, ReportedModel> models() {
        return models;
    }

    private void say(ReportedState state) {
        said.set(state);
        var unused = publish.apply(state.toJson().getBytes(StandardCharsets.UTF_8))
                .thenAccept(taken -> {
                    if (!taken) {
                        said.compareAndSet(state, null);
                    }
                });
    }

    private ReportedState state() {
        return new ReportedState(birth.getAsLong(), generation, holdings.get(), models);
    }
}
