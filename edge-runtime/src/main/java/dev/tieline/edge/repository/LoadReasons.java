package dev.tieline.edge.repository;

import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.models.store.StoreFailure;

/** Says to callers why a model cannot be loaded, without the places of this machine, which the log has. */
final class LoadReasons {

    private static final String UNUSABLE = "the store of this node cannot be used";

    private LoadReasons() {}

    static String of(ModelLoadException failure) {
        return switch (failure.getCause()) {
            case null -> String.valueOf(failure.getMessage());
            case InferenceException golden -> String.valueOf(failure.getMessage());
            case ModelStoreException store -> of(store);
            default -> refusal(failure);
        };
    }

    private static String refusal(ModelLoadException failure) {
        return failure.notImplemented()
                ? "ONNX Runtime does not implement an operator of " + failure.model() + ", or not for its types"
                : "ONNX Runtime refused the file of " + failure.model();
    }

    static String of(ModelStoreException failure) {
        return switch (failure.failure()) {
            case StoreFailure.Missing missing ->
                "the store of this node does not have the file of " + missing.model() + ", "
                        + missing.artifact().digest() + ". Maybe fetch the model's package first";
            case StoreFailure.WrongDigest wrong ->
                "the store's file " + wrong.artifact().digest() + " is damaged: its digest is " + wrong.actual();
            case StoreFailure.WrongSize wrong ->
                "the store's file " + wrong.artifact().digest() + " is damaged: it is declared with "
                        + wrong.artifact().size() + " bytes and has others";
            case StoreFailure.NotRead unread ->
                "the store's file " + unread.artifact().digest() + " cannot be read";
            case StoreFailure.NotWritten unwritten -> UNUSABLE;
            case StoreFailure.BadPackage bad -> UNUSABLE;
            case StoreFailure.BadFolder bad -> UNUSABLE;
        };
    }
}
