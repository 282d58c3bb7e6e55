package dev.tieline.client;

import java.util.List;
import java.util.Map;

/**
 * What a server of the protocol says of itself.
 *
 * @param extensions what it can beside the protocol's core, such as {@code binary_tensor_data}
 */
public record ServerInfo(String name, String version, List<String> extensions) {

    public ServerInfo {
        extensions = List.copyOf(extensions);
    }

    static ServerInfo of(Map<String, Object> json) {
        return new ServerInfo(Json.text(json, "name"), Json.text(json, "version"), Json.texts(json, "extensions"));
    }
}
