package dev.tieline.e2e.operators;

import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One case of ONNX's test data: a model and a question to it, whose answer is known.
 *
 * @param group the folder of cases that it lies in, such as {@code node}
 * @param name such as {@code test_abs}; unique over all groups, and fit for the name of a model
 */
record OperatorCase(String group, String name, Path folder) {

    byte[] bytes() throws IOException {
        return Files.readAllBytes(folder.resolve("model.onnx"));
    }

    List<Tensor> inputs(OnnxFile model) throws IOException {
        return read("input", model.inputs());
    }

    List<Tensor> outputs(OnnxFile model) throws IOException {
        return read("output", model.outputs());
    }

    private List<Tensor> read(String kind, List<OnnxFile.Value> values) throws IOException {
        var tensors = new ArrayList<Tensor>();
        for (var value : values) {
            var file = folder.resolve("test_data_set_0").resolve(kind + "_" + tensors.size() + ".pb");
            tensors.add(TensorFile.read(
                    value.name(), value.type().orElseThrow(), ProtoMessage.of(Files.readAllBytes(file))));
        }
        return tensors;
    }

    @Override
    public String toString() {
        return name;
    }
}
