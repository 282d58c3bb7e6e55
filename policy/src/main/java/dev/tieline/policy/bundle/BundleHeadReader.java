package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlMap;

/** Reads the map under {@code bundle}, of which every key is needed. */
final class BundleHeadReader {
    private BundleHeadReader() {}

    static BundleHead read(YamlMap map) {
        map.only("id", "version", "level", "notBefore", "expires");
        var head = new BundleHead(
                Names.name("bundle id", map.get("id")),
                version(map),
                map.get("level").choice("level", Level.values(), Level::word),
                map.get("notBefore").asScalar().instant(),
                map.get("expires").asScalar().instant());
        if (!head.notBefore().isBefore(head.expires())) {
            throw map.get("expires")
                    .error("needs a time after notBefore, which is " + head.notBefore() + ", and this is "
                            + head.expires());
        }
        return head;
    }

    private static long version(YamlMap map) {
        var version = map.integer("version");
        if (version < 1) {
            throw map.get("version").error("needs an integer of at least 1, and this is " + version);
        }
        return version;
    }
}
