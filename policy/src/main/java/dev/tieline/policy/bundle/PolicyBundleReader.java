package dev.tieline.policy.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a policy bundle that stands alone, of whatever level. Nothing in a bundle is ever ignored: what is not understood
 * is an error.
 */
public final class PolicyBundleReader {
    private PolicyBundleReader() {}

    /** Reads a bundle's file. @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle */
    public static PolicyBundle read(Path file) {
        return only(PolicySetReader.read(file));
    }

    /**
     * Reads a bundle.
     *
     * @param source the name that errors give, usually the file's
     * @param text YAML 1.2
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle
     */
    public static PolicyBundle read(String source, String text) {
        return only(PolicySetReader.read(List.of(new BundleText(source, text))));
    }

    private static PolicyBundle only(PolicySet policy) {
        return policy.bundles().getFirst();
    }
}
