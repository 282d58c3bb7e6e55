package dev.tieline.client;

import java.util.Map;

/**
 * A model in the repository of a node.
 *
 * @param state {@code READY}, {@code LOADING}, {@code UNLOADING} or {@code UNAVAILABLE}
 * @param reason why it is not ready; empty where there is nothing to say
 */
public record ModelState(String name, String version, String state, String reason) {

    static ModelState of(Map<String, Object> json) {
        return new ModelState(
                Json.text(json, "name"),
                Json.text(json, "version"),
                Json.text(json, "state"),
                Json.text(json, "reason"));
    }

    /** Whether it serves. */
    public boolean ready() {
        return state.equals("READY");
    }
}
