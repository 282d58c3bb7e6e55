package dev.tieline.models;

import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Manifests for tests: those of the catalogue, and variations of them. */
public final class TestManifests {
    public static final Path CATALOG = Path.of("catalog");

    private TestManifests() {}

    /** Read once: some tests make thousands of it. */
    private static final class Simple {
        static final ModelManifest MANIFEST = simple();
    }

    public static ModelManifest simple() {
        return catalog("simple");
    }

    public static ModelManifest catalog(String name) {
        return ModelCatalog.read(CATALOG).find(name).orElseThrow();
    }

    /** A model of the given tensors whose golden sample says nothing of interest. */
    public static ModelManifest of(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        var golden = new ArrayList<GoldenSample.Values>();
        inputs.forEach(input -> golden.add(sample(input)));
        return new ModelManifest(
                ModelRef.of("test@1"),
                "For tests.",
                "Apache-2.0",
                new PackageSource.Generated("test"),
                new Artifact("test.onnx", Digest.ofBytes(new byte[1]), 1),
                new TreeMap<>(),
                inputs,
                outputs,
                1,
                ModelLabels.of(DataLabel.PUBLIC),
                new GoldenSample(golden, List.of(sample(outputs.getFirst())), 0));
    }

    /** A model that comes from others. */
    public static ModelManifest labelled(String ref, ModelLabels labels) {
        var simple = Simple.MANIFEST;
        return new ModelManifest(
                ModelRef.of(ref),
                simple.description(),
                simple.licence(),
                simple.source(),
                simple.model(),
                simple.assets(),
                simple.inputs(),
                simple.outputs(),
                simple.memoryBytes(),
                labels,
                simple.golden());
    }

    public static ModelManifest withModel(ModelManifest manifest, Artifact model) {
        return copy(manifest, model, manifest.inputs(), manifest.outputs(), manifest.golden());
    }

    public static ModelManifest withOutputs(ModelManifest manifest, List<TensorSpec> outputs) {
        return copy(manifest, manifest.model(), manifest.inputs(), outputs, manifest.golden());
    }

    public static ModelManifest withInputs(ModelManifest manifest, List<TensorSpec> inputs, GoldenSample golden) {
        return copy(manifest, manifest.model(), inputs, manifest.outputs(), golden);
    }

    public static ModelManifest withGolden(ModelManifest manifest, GoldenSample golden) {
        return copy(manifest, manifest.model(), manifest.inputs(), manifest.outputs(), golden);
    }

    private static ModelManifest copy(
            ModelManifest manifest,
            Artifact model,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            GoldenSample golden) {
        return new ModelManifest(
                manifest.ref(),
                manifest.description(),
                manifest.licence(),
                manifest.source(),
                model,
                manifest.assets(),
                inputs,
                outputs,
                manifest.memoryBytes(),
                manifest.labels(),
                golden);
    }

    private static GoldenSample.Values sample(TensorSpec spec) {
        var shape = new Shape(spec.shape().dimensions().stream()
                .map(dimension -> dimension == Shape.VARIABLE ? 1L : dimension)
                .toList());
        var count = (int) shape.elements();
        return spec.type() == DataType.BYTES
                ? new GoldenSample.Values(spec.name(), shape, List.of(), Collections.nCopies(count, "text"))
                : new GoldenSample.Values(spec.name(), shape, Collections.nCopies(count, 0.0));
    }
}
