package dev.tieline.cloud.catalog;

import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.document.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * What operators have applied, kept as files with the exact bytes: {@code {home}/resources/{kind}/{name}.yaml}, beside
 * the blobs that nodes fetch ({@code {home}/blobs}).
 *
 * <p>A document that {@link #apply} has answered for outlives the process, however that ends. One home serves one store
 * at a time. Thread-safe; readers never wait.
 */
public final class ResourceStore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResourceStore.class);

    private record Key(Kind kind, String name) {}

    private record State(Declared declared, DeclaredPolicies policies, Map<Key, Document> documents) {

        State with(Document document) {
            var after = document instanceof Document.Policy policy ? policies.with(policy) : policies;
            return new State(declared.with(document, after.set()), after, documentsWith(document));
        }

        /** With a policy that is not in force yet: it may name what those declare that come after it. */
        State withPending(Document.Policy policy) {
            return new State(declared, policies.with(policy), documentsWith(policy));
        }

        State without(Document document) {
            var after = document instanceof Document.Policy policy ? policies.without(policy.name()) : policies;
            return new State(
                    declared.without(document, after.set()),
                    after,
                    documentsWithout(new Key(document.kind(), document.name())));
        }

        /** Without a policy, whose file cannot be used. */
        State damagedBy(String policy) {
            return new State(
                    declared,
                    policies.without(policy).damagedBy(policy),
                    documentsWithout(new Key(Kind.POLICY, policy)));
        }

        /** With other policies that are known or known to be damaged. */
        State with(DeclaredPolicies after) {
            var next = new Declared(declared.sites(), after.set(), declared.models(), declared.deployments());
            return new State(next, after, documents);
        }

        private Map<Key, Document> documentsWith(Document document) {
            var copy = new HashMap<>(documents);
            copy.put(new Key(document.kind(), document.name()), document);
            return Map.copyOf(copy);
        }

        private Map<Key, Document> documentsWithout(Key key) {
            var copy = new HashMap<>(documents);
            copy.remove(key);
            return Map.copyOf(copy);
        }
    }

    private final HomeLock lock;
    private final ModelStore blobs;
    private final ResourceFiles files;
    private final List<String> skipped = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = new State(Declared.NOTHING, DeclaredPolicies.NONE, Map.of());

    private ResourceStore(Path home, HomeLock lock) {
        this.lock = lock;
        this.blobs = new ModelStore(home);
        this.files = new ResourceFiles(home.resolve("resources"));
    }

    /**
     * Opens a home and reads what was applied in it. A file that cannot be used is said and skipped, and stays where it
     * is.
     *
     * @throws ConflictException if another store has it open
     * @throws NotStoredException if the folder cannot be written
     */
    public static ResourceStore open(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new NotStoredException(home, e);
        }
        var lock = HomeLock.take(home);
        try {
            var store = new ResourceStore(home, lock);
            store.load();
            return store;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Takes a document into what is declared. Applying the same bytes again changes nothing.
     *
     * @param source the name that errors give, usually the file's
     * @param bytes one YAML or JSON document; its {@code apiVersion} says of which kind
     * @throws DocumentException if it is not valid, or names what is not declared
     * @throws ConflictException if it contradicts what is declared
     * @throws NotStoredException if the disk does not take it
     */
    public Applied apply(String source, byte[] bytes) {
        var document = Document.read(source, bytes);
        Applied applied;
        synchronized (this) {
            var present = find(document.kind(), document.name());
            if (present.isPresent()
                    && present.get().text().digest().equals(document.text().digest())) {
                return new Applied(document.kind(), document.name(), Applied.Outcome.UNCHANGED, List.of());
            }
            var warnings = check(document, present.isEmpty());
            keepBlob(document);
            files.write(document.kind(), document.name(), document.text().bytes());
            state = state.with(document);
            warnUnsigned(document);
            applied = new Applied(
                    document.kind(),
                    document.name(),
                    present.isPresent() ? Applied.Outcome.UPDATED : Applied.Outcome.CREATED,
                    warnings);
        }
        listeners.forEach(Runnable::run);
        return applied;
    }

    private List<String> check(Document document, boolean absent) {
        var warnings = new ArrayList<>(new Fit(state.declared, state.policies, blobs).check(document));
        if (absent && document instanceof Document.Policy policy) {
            warnings.addAll(new DeletedPolicies(files).check(policy));
        }
        return List.copyOf(warnings);
    }

    /** What is declared now. */
    public Declared declared() {
        return state.declared;
    }

    /**
     * The exact bytes of a document as it was applied, of a policy bundle its compiled form. The site book's name is
     * {@code sites}.
     */
    public Optional<byte[]> text(Kind kind, String name) {
        return find(kind, name).map(document -> document.text().bytes().clone());
    }

    /**
     * Takes a document out of what is declared.
     *
     * @return whether it was there
     * @throws ConflictException if something else that is declared needs it
     * @throws NotStoredException if the disk does not let it go
     */
    public boolean delete(Kind kind, String name) {
        synchronized (this) {
            var present = find(kind, name);
            if (present.isEmpty()) {
                return deleteDamaged(kind, name);
            }
            new Fit(state.declared, state.policies, blobs).checkRemoval(present.get());
            files.delete(kind, name);
            state = state.without(present.get());
        }
        listeners.forEach(Runnable::run);
        return true;
    }

    /** A policy whose file cannot be used keeps the others from being in force until it is gone. */
    private boolean deleteDamaged(Kind kind, String name) {
        if (kind != Kind.POLICY || !state.policies.damaged().contains(name)) {
            return false;
        }
        files.delete(kind, name);
        state = state.with(state.policies.without(name));
        return true;
    }

    /** Calls a listener after every change, on the thread that made it, until the store is closed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The bytes of models, cards and bundles, by their digest. */
    public ModelStore blobs() {
        return blobs;
    }

    /** What was found and could not be used when the home was opened, with the reason. */
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    @Override
    public void close() {
        listeners.clear();
        lock.close();
    }

    private Optional<Document> find(Kind kind, String name) {
        return Optional.ofNullable(state.documents.get(new Key(kind, name)));
    }

    /** In the order of the kinds, since the later ones name the earlier ones. */
    private void load() {
        for (var kind : Kind.values()) {
            try {
                files.list(kind).forEach(file -> load(kind, file));
                if (kind == Kind.POLICY) {
                    checkPolicies();
                }
            } catch (IOException e) {
                skip(kind.plural(), e.toString());
            }
        }
    }

    private void load(Kind kind, Path file) {
        try {
            var document = Document.stored(file.toString(), Files.readAllBytes(file));
            if (!file.equals(files.file(document.kind(), document.name())) || document.kind() != kind) {
                skip(
                        kind,
                        file,
                        "it is the " + document.kind().word() + " " + document.name()
                                + ", and its file has another name");
                return;
            }
            if (document instanceof Document.Policy policy) {
                state = state.withPending(policy);
            } else {
                new Fit(state.declared, state.policies, blobs).check(document);
                state = state.with(document);
            }
            keepBlob(document);
            warnUnsigned(document);
        } catch (IOException | DocumentException | ConflictException e) {
            skip(kind, file, String.valueOf(e.getMessage()));
        }
    }

    /** Brings the policies into force that were loaded, if all were and they fit together. */
    private void checkPolicies() {
        try {
            state = state.with(state.policies);
        } catch (DocumentException e) {
            for (var id : state.policies.documents().keySet()) {
                skip(Kind.POLICY, files.file(Kind.POLICY, id), String.valueOf(e.getMessage()));
            }
        }
    }

    private void skip(Kind kind, Path file, String reason) {
        if (kind == Kind.POLICY) {
            state = state.damagedBy(file.getFileName().toString().replaceFirst("\\.yaml$", ""));
        }
        skip(file.toString(), reason);
    }

    private void skip(String file, String reason) {
        skipped.add(file + " is skipped: " + reason);
        LOG.errorf("%s IS SKIPPED: %s. Maybe apply it again", file, reason);
    }

    private void keepBlob(Document document) {
        document.blob()
                .filter(artifact -> blobs.find(artifact).isEmpty())
                .ifPresent(artifact -> blobs.add(
                        artifact, new ByteArrayInputStream(document.text().bytes())));
    }

    private static void warnUnsigned(Document document) {
        if (document.kind() == Kind.SITES || document.kind() == Kind.POLICY) {
            LOG.warnf(
                    "THE %s IS UNSIGNED: %s counts as valid because it was applied on this machine.",
                    document.kind() == Kind.SITES ? "SITE BOOK" : "POLICY BUNDLE",
                    document.text().source());
        }
    }
}
