package dev.tieline.edge.endpoint.http;

import dev.tieline.models.ModelCatalog;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.store.ModelStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;

/** Fills a model store with the generated model {@code simple}, for a node that serves it alone. */
public final class SimpleModelStore implements QuarkusTestResourceLifecycleManager {
    private static final Path CATALOG = Path.of("../models/catalog");
    private static final Path STORE = Path.of("target/test-store");

    @Override
    public Map<String, String> start() {
        var manifest = ModelCatalog.read(CATALOG).find("simple").orElseThrow();
        new ModelStore(STORE).add(manifest.model(), new ByteArrayInputStream(GeneratedModels.bytes("simple")));
        return Map.of(
                "tieline.models.load", "simple",
                "tieline.models.catalog", CATALOG.toString(),
                "tieline.models.store", STORE.toString(),
                "tieline.node.site", "clinic-berlin",
                "tieline.serving.slots", "1",
                "tieline.serving.max-body", "1048576");
    }

    @Override
    public void stop() {
        // The store lies under target and is filled anew each time.
    }
}
