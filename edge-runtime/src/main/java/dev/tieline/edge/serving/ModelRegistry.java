package dev.tieline.edge.serving;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models that are loaded on this node, one version of each name. Thread-safe.
 *
 * <p>A call takes a {@link Lease} on the session that it runs on. A session that was replaced or removed serves no new
 * call, and is closed when its last lease has ended; until then its memory is taken, see {@link #retiring()}.
 */
public final class ModelRegistry implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ModelRegistry.class);
    /** How long the end of the registry waits for calls that still hold a session. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<ModelName, LoadedModel> current = new ConcurrentSkipListMap<>();
    private final List<LoadedModel> retiring = new CopyOnWriteArrayList<>();
    private final List<Runnable> freedListeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changes = new ReentrantLock();
    private final Condition freed = changes.newCondition();
    private boolean closed;

    /**
     * A model that is loaded.
     *
     * @param card the digest of the exact bytes of its card
     * @param pinned whether the node's own configuration loaded it
     * @param label what its weights may reveal, with all that they have from the models that it is derived from; null
     *     where whoever loaded it did not know
     */
    public record Held(
            ModelManifest manifest,
            Digest card,
            boolean pinned,
            @Nullable DataLabel label) {}

    /** The right to run on a session, which stays open until the lease is closed. Closing it again does nothing. */
    public interface Lease extends AutoCloseable {
        ModelSession session();

        @Override
        void close();
    }

    /** As the other, of a model of which only its card tells what its weights may reveal. */
    public void put(ModelSession session, Digest card, boolean pinned) {
        put(session, card, pinned, null);
    }

    /**
     * Adds a session that has passed its golden sample, in the place of another version of the model. The registry owns
     * it from now on; one that has been closed closes the session at once.
     *
     * @param card the digest of the exact bytes of the model's card
     * @param pinned whether the node's own configuration asks for it
     * @param label what its weights may reveal, see {@link Held}
     */
    public void put(ModelSession session, Digest card, boolean pinned, @Nullable DataLabel label) {
        var manifest = session.manifest();
        var model = new LoadedModel(session, new Held(manifest, card, pinned, label), this::free);
        changes.lock();
        try {
            var before = closed ? model : current.put(manifest.ref().name(), model);
            if (before != null) {
                retire(before);
            }
        } finally {
            changes.unlock();
        }
    }

    /** Takes a version of a model out of service. @return whether it was in service */
    public boolean remove(ModelRef ref) {
        changes.lock();
        try {
            var model = current.get(ref.name());
            if (model == null || !model.held().manifest().ref().equals(ref)) {
                return false;
            }
            current.remove(ref.name());
            retire(model);
            return true;
        } finally {
            changes.unlock();
        }
    }

    /** Takes that out of service, and nothing else that has come in its place. @return whether it was in service */
    public boolean remove(Held held) {
        changes.lock();
        try {
            var name = held.manifest().ref().name();
            var model = current.get(name);
            if (model == null || !model.held().equals(held)) {
                return false;
            }
            current.remove(name);
            retire(model);
            return true;
        } finally {
            changes.unlock();
        }
    }

    /** A lease on the session of a model, of that version where one is given; nothing if it is not loaded. */
    public Optional<Lease> acquire(ModelName name, @Nullable String version) {
        while (true) {
            var model = current.get(name);
            if (model == null || !model.is(version)) {
                return Optional.empty();
            }
            var lease = model.lease();
            if (lease.isPresent()) {
                return lease;
            }
            // Replaced or removed between the two lines: look again.
        }
    }

    /** The manifest of a model that is loaded. */
    public Optional<ModelManifest> manifest(ModelName name) {
        return manifest(name, null);
    }

    /** The manifest of a model that is loaded, of that version where one is given. */
    public Optional<ModelManifest> manifest(ModelName name, @Nullable String version) {
        return Optional.ofNullable(current.get(name))
                .filter(model -> model.is(version))
                .map(model -> model.held().manifest());
    }

    public List<ModelManifest> manifests() {
        return held().values().stream().map(Held::manifest).toList();
    }

    /** What is in service at this moment. */
    public SortedMap<ModelRef, Held> held() {
        var held = new TreeMap<ModelRef, Held>();
        for (var model : current.values()) {
            held.put(model.held().manifest().ref(), model.held());
        }
        return Collections.unmodifiableSortedMap(held);
    }

    /** What is out of service and not yet closed, since calls still hold it. */
    public List<Held> retiring() {
        return retiring.stream().map(LoadedModel::held).toList();
    }

    /** The memory that all sessions take by their cards, in bytes: those in service and those that calls still hold. */
    public long memoryBytes() {
        return memory(current.values()) + memory(retiring);
    }

    /** Calls the listener each time the memory of a session that went out of service has been freed. */
    public void onFreed(Runnable listener) {
        freedListeners.add(listener);
    }

    /** Closes all sessions; waits up to five seconds for the calls that hold one. Closing again does nothing. */
    @Override
    public void close() {
        changes.lock();
        try {
            closed = true;
            current.values().forEach(this::retire);
            current.clear();
            long left = GRACE.toNanos();
            while (!retiring.isEmpty() && left > 0) {
                left = freed.awaitNanos(left);
            }
            if (!retiring.isEmpty()) {
                LOG.warnf("Calls still hold %s after %s", retiring, GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changes.unlock();
        }
    }

    private void retire(LoadedModel model) {
        retiring.add(model);
        model.release();
    }

    /** On a thread of its own: closing waits for a run that goes on after its caller gave up. */
    private void free(LoadedModel model) {
        Thread.ofPlatform()
                .daemon()
                .name("tieline-unload-" + model.held().manifest().ref())
                .start(() -> {
                    try {
                        model.session().close();
                    } finally {
                        gone(model);
                    }
                });
    }

    private void gone(LoadedModel model) {
        changes.lock();
        try {
            retiring.remove(model);
            freed.signalAll();
        } finally {
            changes.unlock();
        }
        freedListeners.forEach(Runnable::run);
    }

    private static long memory(Collection<LoadedModel> models) {
        return models.stream()
                .mapToLong(model -> model.held().manifest().memoryBytes())
                .sum();
    }
}
