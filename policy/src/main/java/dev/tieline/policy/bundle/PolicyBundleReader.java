package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads policy bundles. Nothing in a bundle is ever ignored: what is not understood is an error. */
public final class PolicyBundleReader {
    private static final String API_VERSION = "tieline.dev/policy/v1";

    private PolicyBundleReader() {}

    /** Reads a bundle's file. @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle */
    public static PolicyBundle read(Path file) {
        return read(file.toString(), YamlReader.text(file));
    }

    /**
     * Reads a bundle.
     *
     * @param source the name that errors give, usually the file's
     * @param text YAML 1.2
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid bundle
     */
    public static PolicyBundle read(String source, String text) {
        var document = YamlReader.read(source, text).asMap();
        document.only("apiVersion", "bundle", "tags", "purposes", "blocs", "defaults", "rules", "tests");
        checkApiVersion(document);
        var head = BundleHeadReader.read(document.map("bundle"));
        var vocabulary = new Vocabulary(names(document, "tags", "tag"), names(document, "purposes", "purpose"));
        var blocs = BlocsReader.read(document, head.notBefore());
        var defaults = DefaultsReader.read(document, head.level());
        var rules = new RulesReader(vocabulary, blocs).read(document);
        var tests = document.find("tests").map(PolicyCaseReader::read).orElse(List.of());
        return new PolicyBundle(head, vocabulary, blocs, defaults, rules, tests, sha256(text));
    }

    private static void checkApiVersion(YamlMap document) {
        var version = document.string("apiVersion");
        if (!version.equals(API_VERSION)) {
            throw document.get("apiVersion").error("needs " + API_VERSION + ", and this is " + version);
        }
    }

    private static SortedSet<String> names(YamlMap document, String section, String what) {
        if (!document.has(section)) {
            return Collections.emptySortedSet();
        }
        var names = new TreeSet<String>();
        document.list(section).notEmpty().items().forEach(item -> names.add(Names.name(what, item)));
        return names;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one has to offer", e);
        }
    }
}
