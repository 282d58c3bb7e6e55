package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/** Reads policy bundles. Nothing in a bundle is ever ignored: what is not understood is an error. */
public final class PolicyBundleReader {
    private PolicyBundleReader() {}

    /** Reads a bundle's file. @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle */
    public static PolicyBundle read(Path file) {
        return read(YamlReader.read(file));
    }

    /**
     * Reads a bundle.
     *
     * @param source the name that errors give, usually the file's
     * @param text YAML 1.2
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle
     */
    public static PolicyBundle read(String source, String text) {
        return read(YamlReader.read(source, text));
    }

    private static PolicyBundle read(YamlValue document) {
        var map = document.asMap().only("apiVersion", "bundle");
        var head = BundleHeadReader.read(map.map("bundle"));
        return new PolicyBundle(head, new Vocabulary(new TreeSet<>(), new TreeSet<>()), Map.of(), "");
    }
}
