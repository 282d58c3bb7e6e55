package dev.tieline.models;

import dev.tieline.policy.DataLabel;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of one version of a model before it is loaded: the content of its card.
 *
 * @param ref its name and version
 * @param description one or a few sentences for people
 * @param licence the SPDX identifier of the licence of its weights
 * @param source the package that carries its bytes
 * @param model the ONNX file
 * @param assets further files that its callers need, such as {@code tokenizer}, by name
 * @param inputs its inputs; a model that always says the same has none
 * @param outputs its outputs
 * @param memoryBytes what a loaded session of it takes, in bytes, beyond the process without it
 * @param labels the class and the tags of what it may reveal and of what it is given
 * @param golden a known question and its answer
 */
public record ModelManifest(
        ModelRef ref,
        String description,
        String licence,
        PackageSource source,
        Artifact model,
        SortedMap<String, Artifact> assets,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        long memoryBytes,
        ModelLabels labels,
        GoldenSample golden) {

    public ModelManifest {
        assets = Collections.unmodifiableSortedMap(new TreeMap<>(assets));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "the model " + ref + " needs memory of at least 1 byte, and it declares " + memoryBytes);
        }
        needNames(ref, "input", inputs);
        needNames(ref, "output", outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("the model " + ref + " needs at least one output, and it has none");
        }
        for (var input : inputs) {
            if (golden.inputs().stream().noneMatch(values -> values.name().equals(input.name()))) {
                throw new IllegalArgumentException(
                        "the golden sample of the model " + ref + " has no input '" + input.name() + "'");
            }
        }
        needFit(ref, "input", inputs, golden.inputs());
        needFit(ref, "output", outputs, golden.outputs());
    }

    /** The least label of its weights, its inputs and its outputs. */
    public DataLabel label() {
        return labels.label();
    }

    public Optional<TensorSpec> findInput(String name) {
        return find(inputs, name);
    }

    public Optional<TensorSpec> findOutput(String name) {
        return find(outputs, name);
    }

    /** Whether requests may be joined: some input and every output has a batch axis. */
    public boolean batchable() {
        return inputs.stream().anyMatch(input -> input.batchAxis() != null)
                && outputs.stream().allMatch(output -> output.batchAxis() != null);
    }

    /** The model file and all assets. */
    public List<Artifact> artifacts() {
        return Stream.concat(Stream.of(model), assets.values().stream()).toList();
    }

    private static Optional<TensorSpec> find(List<TensorSpec> specs, String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    private static void needNames(ModelRef ref, String what, List<TensorSpec> specs) {
        var names = new HashSet<String>();
        for (var spec : specs) {
            if (!names.add(spec.name())) {
                throw new IllegalArgumentException(
                        "the model " + ref + " has the " + what + " '" + spec.name() + "' twice");
            }
        }
    }

    private static void needFit(ModelRef ref, String what, List<TensorSpec> specs, List<GoldenSample.Values> golden) {
        for (var values : golden) {
            var spec = find(specs, values.name())
                    .orElseThrow(() -> new IllegalArgumentException("the golden sample names the " + what + " '"
                            + values.name() + "', which the model " + ref + " does not have"));
            if (!spec.shape().accepts(values.shape())) {
                throw new IllegalArgumentException("the golden " + what + " '" + values.name() + "' of the model " + ref
                        + " has the shape " + values.shape() + ", which does not fit " + spec.shape());
            }
            if (values.size() > 0
                    && (spec.type() == DataType.BYTES) == values.texts().isEmpty()) {
                throw new IllegalArgumentException("the golden " + what + " '" + values.name() + "' of the model " + ref
                        + " needs texts if its type is BYTES and numbers if not, and its type is " + spec.type());
            }
            if (!spec.type().isFloating() && !values.values().stream().allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("the golden " + what + " '" + values.name() + "' of the model " + ref
                        + " has NaN or an infinity, which the type " + spec.type() + " does not have");
            }
        }
    }
}
