package dev.tieline.edge.serving;

import dev.tieline.models.onnx.ModelSession;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session and the count of those who hold it: the registry while it is in service, and the calls that run on it. */
final class LoadedModel {
    private final ModelSession session;
    private final ModelRegistry.Held held;
    private final Consumer<LoadedModel> unheld;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** A model that the registry holds; {@code unheld} hears of it when nobody does any more. */
    LoadedModel(ModelSession session, ModelRegistry.Held held, Consumer<LoadedModel> unheld) {
        this.session = session;
        this.held = held;
        this.unheld = unheld;
    }

    ModelSession session() {
        return session;
    }

    ModelRegistry.Held held() {
        return held;
    }

    boolean is(@Nullable String version) {
        return version == null || version.equals(held.manifest().ref().version());
    }

    /** A lease; nothing if nobody holds the session any more, so that it may be closed already. */
    Optional<ModelRegistry.Lease> lease() {
        var before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        return before == 0 ? Optional.empty() : Optional.of(new CallLease());
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            unheld.accept(this);
        }
    }

    @Override
    public String toString() {
        return held.manifest().ref().toString();
    }

    private final class CallLease implements ModelRegistry.Lease {
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public ModelSession session() {
            return session;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                release();
            }
        }
    }
}
