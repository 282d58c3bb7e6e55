package dev.tieline.policy.bundle;

import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bundles that decide together. What one of them declares, all of them may name, so they are read together.
 * Nothing in a bundle is ever ignored: what is not understood is an error.
 */
public final class PolicySetReader {
    private final List<Part> parts;
    private final Vocabulary vocabulary;
    private final Map<String, Place> rules = new HashMap<>();
    private @Nullable GuardLoader loader;

    /** A bundle with the reader of its expressions. */
    record Part(BundleDocument document, GuardReader guards) {}

    private PolicySetReader(List<BundleDocument> documents, @Nullable GuardCompiler compiler) {
        this.parts = documents.stream()
                .map(document -> new Part(document, new GuardReader(document.map(), compiler, this::loader)))
                .toList();
        this.vocabulary =
                new Vocabulary(united(documents, BundleDocument::tags), united(documents, BundleDocument::purposes));
    }

    /** Made only where there is an expression: it takes more time than all the rest of a bundle. */
    private GuardLoader loader() {
        if (loader == null) {
            loader = new GuardLoader(vocabulary.tags(), vocabulary.purposes());
        }
        return loader;
    }

    /** Reads files. @throws dev.tieline.policy.document.DocumentException if they are not valid bundles */
    public static PolicySet read(Path... files) {
        return read(Arrays.stream(files).map(BundleText::of).toList());
    }

    /** Reads a bundle that stands alone. @throws dev.tieline.policy.document.DocumentException if it is not valid */
    public static PolicySet read(String source, String text) {
        return read(List.of(new BundleText(source, text)));
    }

    /**
     * Reads bundles of different levels, whose expressions are compiled already.
     *
     * @param texts at least one
     * @throws dev.tieline.policy.document.DocumentException if one of them is not valid, or if they do not fit together
     */
    public static PolicySet read(List<BundleText> texts) {
        return read(null, texts);
    }

    /**
     * Reads bundles of different levels and compiles their expressions.
     *
     * @param texts at least one
     * @throws dev.tieline.policy.document.DocumentException if one of them is not valid, or if they do not fit together
     */
    public static PolicySet read(List<BundleText> texts, GuardCompiler compiler) {
        return read(compiler, texts);
    }

    private static PolicySet read(@Nullable GuardCompiler compiler, List<BundleText> texts) {
        var documents = texts.stream().map(BundleDocument::read).toList();
        checkDistinct(documents);
        return new PolicySetReader(documents, compiler).read();
    }

    private static void checkDistinct(List<BundleDocument> documents) {
        var levels = new EnumMap<Level, YamlMap>(Level.class);
        var ids = new HashMap<String, Level>();
        for (var document : documents) {
            var level = document.head().level();
            var earlier = levels.putIfAbsent(level, document.map());
            if (earlier != null) {
                throw document.map()
                        .map("bundle")
                        .get("level")
                        .error("there is a bundle of the level " + level + " already, in "
                                + earlier.place().source() + ", and each level has one at most");
            }
            var other = ids.putIfAbsent(document.head().id(), level);
            if (other != null) {
                throw document.map()
                        .map("bundle")
                        .get("id")
                        .error("there is a bundle with the id "
                                + document.head().id() + " already, of the level " + other);
            }
        }
    }

    private static SortedSet<String> united(
            List<BundleDocument> documents, Function<BundleDocument, SortedSet<String>> names) {
        var all = new TreeSet<String>();
        documents.forEach(document -> all.addAll(names.apply(document)));
        return all;
    }

    private PolicySet read() {
        var blocs = BlocsReader.read(parts);
        var bundles = parts.stream().map(part -> bundle(part, blocs)).toList();
        parts.forEach(part -> part.guards().checkNoneLeft());
        return new PolicySet(bundles);
    }

    private PolicyBundle bundle(Part part, BlocsReader declared) {
        var document = part.document();
        var head = document.head();
        var blocs = declared.blocs(head.notBefore());
        return new PolicyBundle(
                head,
                new Vocabulary(document.tags(), document.purposes()),
                blocs,
                DefaultsReader.read(document.map(), head.level()),
                new RulesReader(vocabulary, blocs, part.guards(), rules).read(document.map()),
                document.tests(),
                document.sha256());
    }
}
