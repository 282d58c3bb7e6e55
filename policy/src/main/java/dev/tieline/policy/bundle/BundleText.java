package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;

/**
 * The text of a bundle, not yet read.
 *
 * @param source the name that errors give, usually the file's
 * @param text YAML 1.2
 */
public record BundleText(String source, String text) {

    /** The text of a file. @throws dev.tieline.policy.document.DocumentException if it cannot be read */
    public static BundleText of(Path file) {
        return new BundleText(file.toString(), YamlReader.text(file));
    }

    /**
     * Who the bundle is. The rest of it waits for what the bundles beside it declare.
     *
     * @throws dev.tieline.policy.document.DocumentException if the text has not the form of a bundle
     */
    public BundleHead head() {
        return BundleDocument.read(this).head();
    }

    /** The same text under another name. */
    public BundleText named(String source) {
        return new BundleText(source, text);
    }
}
