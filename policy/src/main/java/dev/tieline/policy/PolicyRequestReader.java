package dev.tieline.policy;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import java.nio.file.Path;

/**
 * Reads policy requests from YAML or JSON files, such as those of test cases.
 *
 * <p>Needed are {@code action}, {@code label.tags}, {@code at}, {@code path} and the {@code role} of each hop. Any
 * other key that is left out is an unknown value, and so is a class that does not exist.
 */
public final class PolicyRequestReader {
    private PolicyRequestReader() {}

    /** Reads a file. @throws dev.tieline.policy.document.DocumentException if it is not a policy request */
    public static PolicyRequest read(Path file) {
        return read(YamlReader.read(file).asMap());
    }

    /**
     * Reads a request that stands in a larger document.
     *
     * @throws dev.tieline.policy.document.DocumentException if it is not a policy request
     */
    public static PolicyRequest read(YamlMap map) {
        map.only("action", "label", "purpose", "transform", "at", "origin", "path");
        return new PolicyRequest(
                map.get("action").choice("action", Action.values(), Action::word),
                label(map.map("label").only("class", "tags")),
                map.find("purpose").map(value -> notBlank("purpose", value)).orElse(null),
                map.find("transform")
                        .map(value -> value.choice("transform", Transform.values(), Transform::word))
                        .orElse(null),
                map.get("at").asScalar().instant(),
                map.find("origin").map(PolicyRequestReader::origin).orElseGet(PolicyRequestReader::unknownOrigin),
                new TransferPath(map.list("path").maps().stream()
                        .map(PolicyRequestReader::hop)
                        .toList()));
    }

    private static DataLabel label(YamlMap map) {
        var dataClass = map.findString("class").map(DataClass::of).orElse(DataClass.UNKNOWN);
        map.list("tags").items().forEach(tag -> notBlank("tag", tag));
        return DataLabel.of(dataClass, map.strings("tags"));
    }

    private static String notBlank(String what, YamlValue value) {
        var text = value.asScalar().string();
        if (text.isBlank()) {
            throw value.error("needs a " + what + ", and this is blank. Maybe leave it out");
        }
        return text;
    }

    private static Origin unknownOrigin() {
        return new Origin(null, SiteFacts.unknown(""));
    }

    private static Origin origin(YamlValue value) {
        var map = value.asMap().only(SiteFacts.keysWith("tenant", "site"));
        return new Origin(map.findString("tenant").orElse(null), facts(map));
    }

    private static Hop hop(YamlMap map) {
        map.only(SiteFacts.keysWith("role", "site", "sees", "retention"));
        var role = map.get("role").choice("role", Hop.Role.values(), Hop.Role::word);
        var retention = map.find("retention");
        if (retention.isPresent() && role != Hop.Role.STORE) {
            throw retention.get().error("stands only at a hop with the role store, and this hop's role is " + role);
        }
        return new Hop(
                role,
                map.find("sees")
                        .map(value -> value.choice("value of sees", Hop.Sees.values(), Hop.Sees::word))
                        .orElse(null),
                facts(map),
                retention.map(value -> value.asScalar().duration()).orElse(null));
    }

    private static SiteFacts facts(YamlMap map) {
        return SiteFacts.read(map.findString("site").orElse(""), map);
    }
}
