package dev.tieline.edge.endpoint;

import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import org.jspecify.annotations.Nullable;

/**
 * The model that a path names.
 *
 * @param name its name, percent-decoded
 * @param version its version; null when the path names none
 */
record ModelPath(ModelName name, @Nullable String version) {

    @Override
    public String toString() {
        return version == null ? name.value() : name.value() + "@" + version;
    }

    /** Reads the path's parts. @throws InferenceException {@code UnknownModel} if no model can have that name */
    static ModelPath of(String name, @Nullable String version) {
        try {
            return new ModelPath(ModelName.of(name), version);
        } catch (IllegalArgumentException e) {
            var shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
            throw new InferenceException(new InferenceError.UnknownModel(shown));
        }
    }
}
