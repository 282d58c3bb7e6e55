package dev.tieline.e2e;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import java.net.http.HttpHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a node answered to an inference: a response, or an error with its status. */
public record Answer(
        int status,
        HttpHeaders headers,
        @Nullable InferenceResponse response,
        @Nullable InferenceError error) {

    public boolean served() {
        return response != null;
    }

    public InferenceResponse served(String what) {
        if (response == null) {
            throw new AssertionError(what + " was refused: HTTP " + status + ", " + error);
        }
        return response;
    }

    /** What the answer says of itself under that name, or null. */
    public @Nullable String says(String parameter) {
        return response == null ? null : Objects.toString(response.parameters().get(parameter), null);
    }

    public @Nullable String site() {
        return says("tieline_site");
    }

    public @Nullable String route() {
        return says("tieline_route");
    }

    /** The rule that an error names, or null. */
    public @Nullable String rule() {
        return switch (error) {
            case InferenceError.PolicyDenied denied -> denied.rule();
            case InferenceError.Overloaded overloaded -> overloaded.rule();
            case null, default -> null;
        };
    }
}
