package dev.tieline.edge.endpoint;

import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import org.jspecify.annotations.Nullable;

/**
 * The model that a path names.
 *
 * @param name its name, percent-decoded
 * @param version its version; null when the path names none
 */
public record ModelPath(ModelName name, @Nullable String version) {

    @Override
    public String toString() {
        return version == null ? name.value() : name.value() + "@" + version;
    }

    /** Reads the path's parts. @throws InferenceException {@code UnknownModel} if no model can have that name or version */
    public static ModelPath of(String name, @Nullable String version) {
        try {
            var model = ModelName.of(name);
            return new ModelPath(model, version == null ? null : new ModelRef(model, version).version());
        } catch (IllegalArgumentException e) {
            var shown = version == null ? shortened(name) : shortened(name) + "@" + shortened(version);
            throw new InferenceException(new InferenceError.UnknownModel(shown));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
