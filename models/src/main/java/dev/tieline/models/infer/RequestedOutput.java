package dev.tieline.models.infer;

import org.jspecify.annotations.Nullable;

/**
 * An output that a request asks for.
 *
 * @param name the output's name
 * @param binary whether it is wanted as binary data; null if the request's default decides
 */
public record RequestedOutput(String name, @Nullable Boolean binary) {

    public RequestedOutput(String name) {
        this(name, null);
    }
}
