package dev.tieline.models.onnx;

import dev.tieline.models.DataType;
import dev.tieline.models.GoldenSample;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.util.List;

/** Holds what a model answers to its golden sample against what it should answer. */
final class GoldenCheck {
    private final ModelManifest manifest;

    GoldenCheck(ModelManifest manifest) {
        this.manifest = manifest;
    }

    List<Tensor> inputs() {
        return manifest.golden().inputs().stream().map(this::input).toList();
    }

    private Tensor input(GoldenSample.Values values) {
        var type = manifest.findInput(values.name()).orElseThrow().type();
        return type == DataType.BYTES
                ? Tensor.ofStrings(values.name(), values.shape(), values.texts().toArray(String[]::new))
                : TensorNumbers.of(values.name(), type, values.shape(), values.values());
    }

    /** @throws ModelLoadException at the first element that is off by more than the tolerance */
    void check(List<Tensor> outputs) {
        for (var expected : manifest.golden().outputs()) {
            var actual = outputs.stream()
                    .filter(output -> output.name().equals(expected.name()))
                    .findFirst()
                    .orElseThrow(() -> failed("gave no output '" + expected.name() + "'"));
            check(expected, actual);
        }
    }

    private void check(GoldenSample.Values expected, Tensor actual) {
        if (!expected.shape().equals(actual.shape())) {
            throw failed("gave the output '" + expected.name() + "' with the shape " + actual.shape() + ", and "
                    + expected.shape() + " was expected");
        }
        checkTexts(expected, actual);
        for (var i = 0; i < expected.values().size(); i++) {
            double wanted = expected.values().get(i);
            var found = TensorNumbers.at(actual, i);
            if (!near(wanted, found)) {
                throw failed("gave " + found + " as element " + i + " of '" + expected.name() + "', and " + wanted
                        + " within " + manifest.golden().tolerance() + " was expected");
            }
        }
    }

    /** NaN is near NaN alone, and an infinity near itself. */
    private boolean near(double wanted, double found) {
        return Double.compare(wanted, found) == 0
                || Math.abs(found - wanted) <= manifest.golden().tolerance();
    }

    private void checkTexts(GoldenSample.Values expected, Tensor actual) {
        if (!expected.texts().isEmpty()) {
            var found = actual.strings().subList(0, expected.texts().size());
            if (!found.equals(expected.texts())) {
                throw failed(
                        "gave " + found + " as '" + expected.name() + "', and " + expected.texts() + " was expected");
            }
        }
    }

    private ModelLoadException failed(String problem) {
        return new ModelLoadException(manifest.ref(), "its golden sample " + problem);
    }
}
