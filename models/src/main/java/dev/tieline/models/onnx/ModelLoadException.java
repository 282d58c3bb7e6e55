package dev.tieline.models.onnx;

import ai.onnxruntime.OrtException;
import dev.tieline.models.ModelRef;

/** A model that cannot be used: its file does not load, or it is not what its card declares. */
public final class ModelLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ModelRef model;

    ModelLoadException(ModelRef model, String problem, Throwable cause) {
        super(text(model, problem), cause);
        this.model = model;
    }

    ModelLoadException(ModelRef model, String problem) {
        super(text(model, problem));
        this.model = model;
    }

    public ModelRef model() {
        return model;
    }

    /** Whether ONNX Runtime has no implementation of an operator of the model, or none for its types. */
    public boolean notImplemented() {
        return getCause() instanceof OrtException refusal
                && refusal.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED;
    }

    private static String text(ModelRef model, String problem) {
        return "the model " + model + " cannot be used: " + problem;
    }
}
