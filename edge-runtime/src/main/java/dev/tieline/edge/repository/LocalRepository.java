package dev.tieline.edge.repository;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.repository.CatalogFolder.Card;
import dev.tieline.edge.serving.CheckedSession;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The repository of a node that works alone: what its catalogue has can be loaded, and it obeys.
 *
 * <p>One change is made at a time, so that two models in the making never take memory together; a second one is refused
 * meanwhile. The version that serves goes on until the new one has passed its golden sample.
 */
public final class LocalRepository implements ModelRepository {
    private static final Logger LOG = Logger.getLogger(LocalRepository.class);

    private final CatalogFolder catalog;
    private final Path store;
    private final ModelRegistry models;
    private final long memoryLimit;
    private final DecisionPoint policy;
    private final BooleanSupplier going;
    private final ReentrantLock changes = new ReentrantLock();
    /** Why the last attempt at a model failed. */
    private final Map<ModelRef, String> failures = new ConcurrentHashMap<>();

    private volatile @Nullable ModelRef loading;

    /**
     * What the repository works with.
     *
     * @param catalog the folder of model cards
     * @param store the folder of the model store
     * @param memoryLimit memory that models may take together, in bytes
     * @param policy says which models this node may hold
     * @param going whether the node shuts down
     */
    public record Parts(
            Path catalog,
            Path store,
            ModelRegistry models,
            long memoryLimit,
            DecisionPoint policy,
            BooleanSupplier going) {}

    public LocalRepository(Parts parts) {
        this.catalog = new CatalogFolder(parts.catalog);
        this.store = parts.store;
        this.models = parts.models;
        this.memoryLimit = parts.memoryLimit;
        this.policy = parts.policy;
        this.going = parts.going;
    }

    @Override
    public List<Entry> index(boolean readyOnly) {
        var entries = new TreeMap<ModelRef, Entry>();
        if (!readyOnly) {
            known().keySet().forEach(ref -> entries.put(ref, idle(ref)));
            models.retiring().forEach(held -> put(entries, held.manifest().ref(), State.UNLOADING));
        }
        models.held().keySet().forEach(ref -> put(entries, ref, State.READY));
        return List.copyOf(entries.values());
    }

    @Override
    public void load(ModelName name) {
        change(name, () -> {
            var cards = cards(name);
            var card = CatalogFolder.newest(cards, name);
            if (card.isPresent()) {
                load(card.get(), cards);
            } else if (models.manifest(name).isEmpty()) {
                throw new RepositoryFailure.UnknownModel(name).asException();
            }
        });
    }

    @Override
    public void unload(ModelName name) {
        change(name, () -> {
            var manifest = models.manifest(name);
            if (manifest.isPresent()) {
                models.remove(manifest.get().ref());
                LOG.infof("Unloaded %s, as asked", manifest.get().ref());
            } else if (CatalogFolder.newest(known(), name).isEmpty()) {
                throw new RepositoryFailure.UnknownModel(name).asException();
            }
        });
    }

    /**
     * Takes out of service what policy forbids by now, and says why. Its answers change without a word from anybody: a
     * bundle begins, the site book expires. What has gone comes back only when somebody loads it.
     */
    public void reconsider() {
        models.held()
                .values()
                .forEach(held -> LocalTenure.obstacle(held, policy).ifPresent(why -> {
                    var ref = held.manifest().ref();
                    if (models.remove(held)) {
                        failures.put(ref, why);
                        new LogEvent("model_unloaded")
                                .with("model", ref)
                                .with("reason", why)
                                .log(() -> LOG.warnf("Unloaded %s: %s", ref, why));
                    }
                }));
    }

    /** Whoever comes while another change is made is sent away: it would hold a thread for as long as that takes. */
    private void change(ModelName name, Runnable change) {
        refuseWhenGoing(name);
        if (!changes.tryLock()) {
            throw new RepositoryFailure.Busy(name).asException();
        }
        try {
            change.run();
        } finally {
            changes.unlock();
        }
    }

    private void load(Card card, SortedMap<ModelRef, Card> cards) {
        var ref = card.manifest().ref();
        var held = models.held().get(ref);
        if (held != null && held.card().equals(card.digest())) {
            return; // the same bytes serve already
        }
        loading = ref;
        try {
            needPermission(card, cards);
            needRoom(card.manifest());
            var session = open(card.manifest());
            needPermissionStill(session, card, cards);
            models.put(session, card.digest(), false, LocalTenure.label(card, cards));
            failures.remove(ref);
            LOG.infof("Loaded %s (%s), as asked", ref, card.manifest().model().digest());
        } catch (RepositoryException e) {
            if (e.failure() instanceof RepositoryFailure.LoadFailed failed) {
                failures.put(ref, failed.reason());
            }
            throw e;
        } finally {
            loading = null;
        }
        if (going.getAsBoolean()) {
            throw new RepositoryFailure.ShuttingDown(ref.name()).asException(); // it is closed with the others
        }
    }

    private void needPermission(Card card, SortedMap<ModelRef, Card> cards) {
        LocalTenure.obstacle(card, cards, policy).ifPresent(why -> {
            throw failed(card.manifest().ref().name(), why);
        });
    }

    /** Asks again, since a bundle may have come while the model was loaded. */
    private void needPermissionStill(ModelSession session, Card card, SortedMap<ModelRef, Card> cards) {
        try {
            needPermission(card, cards);
        } catch (RepositoryException e) {
            session.close();
            throw e;
        }
    }

    /** What serves goes on meanwhile, so that both take their memory for a moment. */
    private void needRoom(ModelManifest manifest) {
        long taken = models.memoryBytes();
        if (manifest.memoryBytes() > memoryLimit - taken) {
            throw new RepositoryFailure.LoadFailed(
                            manifest.ref().name(),
                            "it takes " + manifest.memoryBytes() + " bytes of memory, and of the " + memoryLimit
                                    + " bytes that this node has for models " + taken
                                    + " are taken. Maybe unload another one first")
                    .asException();
        }
    }

    private ModelSession open(ModelManifest manifest) {
        try {
            var file = new ModelStore(store).require(manifest.ref(), manifest.model());
            return CheckedSession.open(manifest, file);
        } catch (ModelLoadException e) {
            LOG.warnf("%s was asked for and cannot be loaded: %s", manifest.ref(), e.getMessage());
            throw failed(manifest.ref().name(), LoadReasons.of(e));
        } catch (ModelStoreException e) {
            LOG.warnf("%s was asked for and cannot be loaded: %s", manifest.ref(), e.getMessage());
            throw failed(manifest.ref().name(), LoadReasons.of(e));
        }
    }

    private SortedMap<ModelRef, Card> cards(ModelName name) {
        try {
            return catalog.read();
        } catch (DocumentException e) {
            LOG.warnf("%s was asked for and the catalogue cannot be used: %s", name, e.getMessage());
            throw failed(name, "the catalogue of this node cannot be used. Maybe look into its log");
        }
    }

    /** The cards, or none where they cannot be read: what is loaded is known all the same. */
    private SortedMap<ModelRef, Card> known() {
        try {
            return catalog.read();
        } catch (DocumentException e) {
            LOG.warnf("The catalogue cannot be used: %s", e.getMessage());
            return Collections.emptySortedMap();
        }
    }

    private void refuseWhenGoing(ModelName name) {
        if (going.getAsBoolean()) {
            throw new RepositoryFailure.ShuttingDown(name).asException();
        }
    }

    private Entry idle(ModelRef ref) {
        return ref.equals(loading)
                ? new Entry(ref.name(), ref.version(), State.LOADING, "")
                : new Entry(ref.name(), ref.version(), State.UNAVAILABLE, failures.getOrDefault(ref, ""));
    }

    private static void put(Map<ModelRef, Entry> entries, ModelRef ref, State state) {
        entries.put(ref, new Entry(ref.name(), ref.version(), state, ""));
    }

    private static RepositoryException failed(ModelName name, String reason) {
        return new RepositoryFailure.LoadFailed(name, reason).asException();
    }
}
