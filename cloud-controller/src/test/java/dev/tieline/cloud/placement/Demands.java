package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.catalog.Objective;
import dev.tieline.devices.SiteId;
import dev.tieline.models.Artifact;
import dev.tieline.models.DataType;
import dev.tieline.models.Digest;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelLabels;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.PackageSource;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes demands: one deployment of one model, everybody's personal data, one replica, 100 bytes, unless said. */
final class Demands {
    private String name = "embeddings";
    private ModelRef model = ModelRef.of("minilm@1");
    private int least = 1;
    private int most = 1;
    private DataLabel label = DataLabel.of(DataClass.PERSONAL);
    private @Nullable String purpose;
    private SortedSet<SiteId> origins = new TreeSet<>();
    private Objective objective = Objective.BALANCED;
    private SortedSet<String> providers = new TreeSet<>();
    private long memory = 100;
    private DataLabel weights = DataLabel.PUBLIC;
    private List<String> inherited = List.of();
    private String card = "";
    private List<Want> wants = List.of();

    static Demands demand() {
        return new Demands();
    }

    Demands name(String value) {
        name = value;
        return this;
    }

    Demands model(String ref) {
        model = ModelRef.of(ref);
        return this;
    }

    Demands replicas(int min, int max) {
        least = min;
        most = max;
        return this;
    }

    Demands label(DataLabel value) {
        label = value;
        return this;
    }

    Demands purpose(@Nullable String value) {
        purpose = value;
        return this;
    }

    Demands origins(String... sites) {
        origins = Arrays.stream(sites).map(SiteId::of).collect(Collectors.toCollection(TreeSet::new));
        return this;
    }

    Demands objective(Objective value) {
        objective = value;
        return this;
    }

    Demands providers(String... values) {
        providers = new TreeSet<>(List.of(values));
        return this;
    }

    Demands memory(long bytes) {
        memory = bytes;
        return this;
    }

    /** What the model's weights reveal. */
    Demands weights(DataLabel value) {
        weights = value;
        return this;
    }

    /** What the model's weights have from others, and from whom. */
    Demands inherits(DataLabel value, String... reasons) {
        weights = value;
        inherited = List.of(reasons);
        return this;
    }

    /** Another card of the same version. */
    Demands card(String content) {
        card = content;
        return this;
    }

    Demands wants(Want... values) {
        wants = List.of(values);
        return this;
    }

    Demand make() {
        var deployment = new Deployment(
                name, model, least, most, label, purpose, origins, objective, providers, Duration.ofHours(1));
        var bytes = (model + card).getBytes(StandardCharsets.UTF_8);
        return new Demand(
                deployment,
                manifest(),
                new Lineage(weights, inherited),
                new Artifact("card.yaml", Digest.ofBytes(bytes), bytes.length),
                wants);
    }

    private ModelManifest manifest() {
        var tensor = new TensorSpec("x", DataType.FP32, Shape.of(1));
        var values = new GoldenSample.Values("x", Shape.of(1), List.of(1.0));
        return new ModelManifest(
                model,
                "For tests.",
                "Apache-2.0",
                new PackageSource.Generated("test"),
                new Artifact("test.onnx", Digest.ofBytes(new byte[1]), 1),
                new TreeMap<>(),
                List.of(tensor),
                List.of(tensor),
                memory,
                ModelLabels.of(weights),
                new GoldenSample(List.of(values), List.of(values), 0));
    }
}
