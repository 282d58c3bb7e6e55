package dev.tieline.bench.offload;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.models.store.ModelStore;
import java.util.Arrays;
import java.util.List;

/** The model that is run: sum and difference of rows of 16 whole numbers, as small or large as the rows are many. */
final class SimpleModel {
    static final String NAME = "simple";
    private static final int COLUMNS = 16;

    private final ModelManifest manifest;

    private SimpleModel(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** Finds it in the catalogue and makes sure that the store holds it. */
    static SimpleModel fetch(Surroundings around) {
        var manifest = ModelCatalog.read(around.catalog())
                .find(NAME)
                .orElseThrow(() -> new CommandFailure(
                        "the catalogue " + around.catalog() + " has no model '" + NAME + "', which is measured"));
        var store = new ModelStore(around.models());
        if (!store.holds(manifest)) {
            store.addGenerated(manifest);
        }
        return new SimpleModel(manifest);
    }

    /** A session of its own in this process. */
    ModelSession open(Surroundings around) {
        var file = new ModelStore(around.models()).require(manifest.ref(), manifest.model());
        return ModelSession.open(manifest, file, SessionSettings.DEFAULT);
    }

    /** A request with tensors of that size. */
    InferenceRequest request(Load load) {
        var numbers = new int[load.rows() * COLUMNS];
        Arrays.setAll(numbers, i -> i);
        var ones = new int[numbers.length];
        Arrays.fill(ones, 1);
        var shape = Shape.of(load.rows(), COLUMNS);
        return InferenceRequest.of(
                manifest.ref().name(), Tensor.ofInts("INPUT0", shape, numbers), Tensor.ofInts("INPUT1", shape, ones));
    }

    /**
     * Checks that outputs are those of {@link #request}.
     *
     * @throws CommandFailure if they are not
     */
    static void check(Load load, List<Tensor> outputs) {
        var expected = new int[load.rows() * COLUMNS];
        Arrays.setAll(expected, i -> i + 1);
        var sum = outputs.stream()
                .filter(output -> output.name().equals("OUTPUT0"))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("the model's answer has no OUTPUT0"));
        if (!Arrays.equals(sum.ints(), expected)) {
            throw new CommandFailure(
                    "the model's sums are wrong at " + load + "; nothing is measured on wrong answers");
        }
    }
}
