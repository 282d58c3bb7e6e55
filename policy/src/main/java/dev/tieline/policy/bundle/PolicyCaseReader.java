package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads lists of test cases: those under {@code tests} in a bundle, and those that are a file of their own. */
public final class PolicyCaseReader {
    private final Map<String, Integer> lines = new HashMap<>();

    private PolicyCaseReader() {}

    /**
     * Reads a file that is a list of cases.
     *
     * @throws dev.tieline.policy.document.DocumentException if it is none, has no case, or has two of one name
     */
    public static List<PolicyCase> read(Path file) {
        return read(YamlReader.read(file));
    }

    static List<PolicyCase> read(YamlValue value) {
        var reader = new PolicyCaseReader();
        var cases = new ArrayList<PolicyCase>();
        value.asList().notEmpty().maps().forEach(map -> cases.add(reader.read(map)));
        return List.copyOf(cases);
    }

    private PolicyCase read(YamlMap map) {
        map.only("name", "request", "expect", "rule");
        return new PolicyCase(
                name(map.get("name")),
                PolicyRequestReader.read(map.map("request")),
                map.get("expect").choice("answer", PolicyCase.Expected.values(), PolicyCase.Expected::word),
                rule(map),
                map.place());
    }

    private String name(YamlValue value) {
        var name = value.asScalar().string();
        if (name.isBlank()) {
            throw value.error("needs a name for the case, and this is blank");
        }
        var earlier = lines.putIfAbsent(name, value.place().line());
        if (earlier != null) {
            throw value.error("the case '" + name + "' stands here a second time; the first is on line " + earlier);
        }
        return name;
    }

    // Whether there is such a rule is for the test to tell: it may be another level's.
    private static @Nullable String rule(YamlMap map) {
        return map.find("rule").map(value -> Names.name("rule id", value)).orElse(null);
    }
}
