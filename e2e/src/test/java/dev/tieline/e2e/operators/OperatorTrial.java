package dev.tieline.e2e.operators;

import dev.tieline.client.RefusedException;
import dev.tieline.client.TielineClient;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import dev.tieline.models.store.ModelStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Has one node try cases, one after the other: each is loaded, asked and unloaded. */
final class OperatorTrial {
    private static final String TRAINING = "ai.onnx.preview.training";
    /** Of which ONNX Runtime has all operators, see its "ONNX Runtime compatibility". */
    private static final long FIRST_OPSET = 7;

    private final TielineClient node;
    private final GrpcRelay relay;
    private final Path catalog;
    private final ModelStore store;
    private final Exclusions exclusions;

    /**
     * A node that tries.
     *
     * @param node as HTTP reaches it
     * @param relay to the same node
     * @param catalog the folder of its model cards, which has no other ones
     * @param store the folder of its models
     */
    OperatorTrial(TielineClient node, GrpcRelay relay, Path catalog, Path store, Exclusions exclusions) {
        this.node = node;
        this.relay = relay;
        this.catalog = catalog;
        this.store = new ModelStore(store);
        this.exclusions = exclusions;
    }

    /**
     * What came of a case.
     *
     * @param detail what the node said, or what differs
     */
    record Result(OperatorCase tried, OnnxFile model, Outcome outcome, String detail) {
        @Override
        public String toString() {
            return tried.group() + " " + tried + " " + outcome + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /** What came of a case, and why. */
    private record Verdict(Outcome outcome, String detail) {
        static final Verdict PASSED = new Verdict(Outcome.PASSED, "");
    }

    Result run(OperatorCase tried) throws IOException, InterruptedException {
        var bytes = tried.bytes();
        var model = OnnxFile.of(bytes);
        var artifact = new Artifact("model.onnx", Digest.ofBytes(bytes), bytes.length);
        store.add(artifact, new ByteArrayInputStream(bytes));
        var verdict = judge(tried, model, new CaseCard(tried.name(), model, artifact));
        return new Result(tried, model, verdict.outcome(), verdict.detail());
    }

    private Verdict judge(OperatorCase tried, OnnxFile model, CaseCard card) throws IOException, InterruptedException {
        if (!model.ofTensors()) {
            return load(tried, model, card.withZeros());
        }
        var inputs = tried.inputs(model);
        var outputs = tried.outputs(model);
        if (!model.accepts(inputs)) {
            var loaded = load(tried, model, card.withZeros());
            return loaded.outcome() == Outcome.PASSED ? askWhatDoesNotFit(tried.name(), inputs) : loaded;
        }
        boolean anyAnswer = exclusions.expected(tried.name()) == Outcome.RANDOM
                || inputs.stream().anyMatch(CaseCard::isLarge);
        var loaded = load(
                tried, model, anyAnswer ? card.withAnyAnswer(inputs, outputs) : card.withOwnSample(inputs, outputs));
        return loaded.outcome() == Outcome.PASSED ? ask(tried.name(), inputs, outputs) : loaded;
    }

    private Verdict load(OperatorCase tried, OnnxFile model, String card) throws IOException, InterruptedException {
        var file = Files.writeString(catalog.resolve(tried.name() + ".yaml"), card);
        try {
            node.model(tried.name()).load();
            return Verdict.PASSED;
        } catch (RefusedException e) {
            return new Verdict(refusal(model, String.valueOf(e.getMessage())), String.valueOf(e.getMessage()));
        } finally {
            Files.delete(file);
        }
    }

    private static Outcome refusal(OnnxFile model, String said) {
        if (said.contains("is no tensor but")) {
            return model.ofTensors() ? Outcome.FAILED : Outcome.SEQUENCE;
        }
        if (said.contains("ONNX Runtime does not implement an operator")) {
            return model.opset() < FIRST_OPSET ? Outcome.OLD_OPSET : Outcome.NOT_IMPLEMENTED;
        }
        if (said.contains("ONNX Runtime refused the file")) {
            return model.opsets().containsKey(TRAINING) ? Outcome.TRAINING : Outcome.REFUSED;
        }
        return said.contains("its golden sample gave") ? Outcome.DIFFERENT : Outcome.FAILED;
    }

    private Verdict askWhatDoesNotFit(String name, List<Tensor> inputs) throws InterruptedException {
        try {
            node.model(name).infer(inputs);
            return new Verdict(Outcome.FAILED, "took inputs that do not fit it");
        } catch (RefusedException e) {
            var said = String.valueOf(e.getMessage());
            return new Verdict(said.contains("has the shape") ? Outcome.UNFIT : Outcome.FAILED, said);
        } finally {
            node.model(name).unload();
        }
    }

    private Verdict ask(String name, List<Tensor> inputs, List<Tensor> outputs)
            throws IOException, InterruptedException {
        var model = node.model(name);
        try {
            var verdict = compare(name, outputs, model.infer(inputs).outputs());
            if (fitsJson(inputs, outputs)) {
                verdict = worse(
                        verdict,
                        compare(name, outputs, model.asJson().infer(inputs).outputs()));
            }
            return worse(verdict, compare(name, outputs, relay.ask(name, inputs)));
        } catch (RefusedException | GrpcRelay.Refused e) {
            return new Verdict(Outcome.FAILED, String.valueOf(e.getMessage()));
        } finally {
            model.unload();
        }
    }

    private Verdict compare(String name, List<Tensor> expected, List<Tensor> actual) {
        var form = Similarity.formDifference(expected, actual);
        if (form.isPresent()) {
            return new Verdict(Outcome.FAILED, form.get());
        }
        if (exclusions.expected(name) == Outcome.RANDOM) {
            return new Verdict(Outcome.RANDOM, "");
        }
        var value = Similarity.USUAL.valueDifference(expected, actual);
        if (value.isEmpty()) {
            return Verdict.PASSED;
        }
        var wider = exclusions.tolerance(name);
        boolean within = wider.isPresent()
                && new Similarity(wider.getAsDouble())
                        .valueDifference(expected, actual)
                        .isEmpty();
        return new Verdict(within ? Outcome.WITHIN : Outcome.DIFFERENT, value.get());
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.outcome().compareTo(other.outcome()) >= 0 ? one : other;
    }

    private static boolean fitsJson(List<Tensor> inputs, List<Tensor> outputs) {
        return Stream.concat(inputs.stream(), outputs.stream()).allMatch(OperatorTrial::fitsJson);
    }

    /** JSON has no NaN, no infinity, and by the protocol no FP16 and BF16. */
    private static boolean fitsJson(Tensor tensor) {
        return switch (tensor.type()) {
            case FP16, BF16 -> false;
            case FP32, FP64 ->
                IntStream.range(0, (int) tensor.shape().elements())
                        .allMatch(index -> Double.isFinite(TensorNumbers.at(tensor, index)));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> true;
        };
    }
}
