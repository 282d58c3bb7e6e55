package dev.tieline.policy.bundle;

import dev.tieline.policy.document.Sha256;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A bundle's text, of which the head is read and the rest waits for what the bundles beside it declare.
 *
 * @param map what the text says, with no key that is not legal at its top
 * @param head who the bundle is
 * @param sha256 the digest of the text in UTF-8, in 64 lower-case hexadecimal digits
 */
record BundleDocument(YamlMap map, BundleHead head, String sha256) {
    private static final String API_VERSION = "tieline.dev/policy/v1";
    private static final String[] KEYS = {
        "apiVersion", "bundle", "tags", "purposes", "blocs", "defaults", "rules", "tests", "guards"
    };

    static BundleDocument read(BundleText bundle) {
        var map = YamlReader.read(bundle.source(), bundle.text()).asMap();
        map.only(KEYS);
        checkApiVersion(map);
        return new BundleDocument(map, BundleHeadReader.read(map.map("bundle")), Sha256.of(bundle.text()));
    }

    private static void checkApiVersion(YamlMap map) {
        var version = map.string("apiVersion");
        if (!version.equals(API_VERSION)) {
            throw map.get("apiVersion").error("needs " + API_VERSION + ", and this is " + version);
        }
    }

    SortedSet<String> tags() {
        return names("tags", "tag");
    }

    SortedSet<String> purposes() {
        return names("purposes", "purpose");
    }

    List<PolicyCase> tests() {
        return map.find("tests").map(PolicyCaseReader::read).orElse(List.of());
    }

    private SortedSet<String> names(String section, String what) {
        if (!map.has(section)) {
            return Collections.emptySortedSet();
        }
        var names = new TreeSet<String>();
        map.list(section).notEmpty().items().forEach(item -> names.add(Names.name(what, item)));
        return names;
    }
}
