package dev.tieline.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import java.util.List;
import java.util.Map;

/** Holds the inputs and outputs that a loaded model really has against those that its card declares. */
final class SignatureCheck {
    private final ModelManifest manifest;

    SignatureCheck(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** @throws ModelLoadException if a name, a type or a shape differs */
    void check(OrtSession session) {
        check("input", manifest.inputs(), described("inputs", session::getInputInfo));
        check("output", manifest.outputs(), described("outputs", session::getOutputInfo));
    }

    private interface Description {
        Map<String, NodeInfo> read() throws OrtException;
    }

    /** ONNX has optional values beside tensors, sequences and maps, and the Java API has no class for them. */
    private Map<String, NodeInfo> described(String what, Description description) {
        try {
            return description.read();
        } catch (OrtException e) {
            throw failed("one of its " + what + " is no tensor but of a kind that the Java API of ONNX Runtime does not"
                    + " know. Maybe it is an optional value");
        }
    }

    private void check(String what, List<TensorSpec> declared, Map<String, NodeInfo> real) {
        for (var spec : declared) {
            var info = real.get(spec.name());
            if (info == null) {
                throw failed("its card declares the " + what + " '" + spec.name() + "', and the file has the " + what
                        + "s " + real.keySet());
            }
            check(what, spec, info);
        }
        for (var name : real.keySet()) {
            if (declared.stream().noneMatch(spec -> spec.name().equals(name))) {
                throw failed("its file has the " + what + " '" + name + "', which its card does not declare");
            }
        }
    }

    private void check(String what, TensorSpec spec, NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw failed("its " + what + " '" + spec.name() + "' is no tensor but " + node.getInfo());
        }
        var type = OnnxTypes.find(info.onnxType);
        if (type.isEmpty() || type.get() != spec.type()) {
            throw failed("its card declares the " + what + " '" + spec.name() + "' with the type " + spec.type()
                    + ", and in the file it has " + type.map(Enum::name).orElse(info.onnxType.name()));
        }
        // A card may narrow a dimension that the file leaves open, never widen one. A file may leave all of them open:
        // then it has none here, as for a scalar, and ONNX Runtime takes tensors of any shape for either.
        var shape = Shape.of(info.getShape());
        if (shape.rank() > 0 && !shape.accepts(spec.shape())) {
            throw failed("its card declares the " + what + " '" + spec.name() + "' with the shape " + spec.shape()
                    + ", and in the file it has " + shape);
        }
    }

    private ModelLoadException failed(String problem) {
        return new ModelLoadException(manifest.ref(), problem);
    }
}
