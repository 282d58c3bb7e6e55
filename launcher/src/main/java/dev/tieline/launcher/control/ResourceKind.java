package dev.tieline.launcher.control;

import dev.tieline.policy.document.YamlMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a controller can be asked for, and how a table of it looks. */
enum ResourceKind {
    SITES("site", "id", true),
    POLICIES("policy", "id", true),
    MODELS("model", "model", true),
    DEPLOYMENTS("deployment", "name", true),
    NODES("node", "node", false),
    PLACEMENTS("placement", "deployment", false),
    DECISIONS("decision", "deployment", false);

    private final String singular;
    private final String nameKey;
    private final boolean declared;

    ResourceKind(String singular, String nameKey, boolean declared) {
        this.singular = singular;
        this.nameKey = nameKey;
        this.declared = declared;
    }

    /** The word of commands and paths, which is also the key of the list in an answer. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String singular() {
        return singular;
    }

    /** Whether operators apply it, so that there is a text of it. */
    boolean declared() {
        return declared;
    }

    /** Whether the API has a path for one of them. Where not, one is looked for in the list. */
    boolean hasPathOfOne() {
        return this != SITES && this != DECISIONS;
    }

    /** The key that one of them always has, and that tells its name. */
    String nameKey() {
        return nameKey;
    }

    /** The path of one of them, below {@code /api/v1/}. */
    String path(String name) {
        var segments = this == NODES ? List.of(name.split("/", -1)) : List.of(name);
        return word() + "/" + segments.stream().map(ApiAddress::segment).collect(Collectors.joining("/"));
    }

    TextTable table(List<YamlMap> resources) {
        return switch (this) {
            case SITES -> table(Rows.SITE_COLUMNS, resources, Rows::site);
            case POLICIES -> table(Rows.POLICY_COLUMNS, resources, Rows::policy);
            case MODELS -> table(Rows.MODEL_COLUMNS, resources, Rows::model);
            case DEPLOYMENTS -> table(Rows.DEPLOYMENT_COLUMNS, resources, Rows::deployment);
            case NODES -> table(Rows.NODE_COLUMNS, resources, Rows::node);
            case PLACEMENTS -> table(Rows.PLACEMENT_COLUMNS, resources, Rows::placement);
            case DECISIONS -> table(Rows.DECISION_COLUMNS, resources, Rows::decision);
        };
    }

    private static TextTable table(List<String> columns, List<YamlMap> resources, Function<YamlMap, List<String>> row) {
        return new TextTable(columns, resources.stream().map(row).toList());
    }

    /** The kind of a word, in the plural or the singular. */
    static Optional<ResourceKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word) || kind.singular.equals(word))
                .findFirst();
    }

    /** Reads the word on a command line. */
    static final class Converter implements ITypeConverter<ResourceKind> {
        @Override
        public ResourceKind convert(String word) {
            return of(word).orElseThrow(() ->
                    new TypeConversionException("there is no kind '" + word + "'. Maybe one of: "
                            + Arrays.stream(values()).map(ResourceKind::word).collect(Collectors.joining(", "))));
        }
    }
}
