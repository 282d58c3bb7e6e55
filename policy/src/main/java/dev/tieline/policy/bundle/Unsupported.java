package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlMap;

/** The words of the policy language that this version cannot enforce; a bundle that uses one is refused. */
final class Unsupported {
    private Unsupported() {}

    static void refuse(YamlMap map, String... keys) {
        for (var key : keys) {
            map.find(key).ifPresent(value -> {
                throw value.error("'" + key + "' is not supported yet, so the bundle is refused rather than enforced"
                        + " without it. Maybe leave it out");
            });
        }
    }
}
