package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The blocs that the bundles of a policy declare, as they stand in the documents. */
final class BlocMap {
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z]{2}-.+");

    private final Map<String, YamlList> declared = new LinkedHashMap<>();

    BlocMap(List<YamlMap> documents) {
        for (var document : documents) {
            document.find("blocs")
                    .ifPresent(blocs ->
                            blocs.asMap().entries().forEach((name, members) -> declared.put(name, members.asList())));
        }
    }

    static boolean isSubdivision(String name) {
        return SUBDIVISION.matcher(name).matches();
    }

    boolean declares(String name) {
        return declared.containsKey(name);
    }

    /** Whether the name is a bloc's, declared or built in: no country has such a name. */
    boolean isBloc(String name) {
        return declares(name) || name.equals("EU");
    }

    /** The declared blocs by name, with their members. */
    Map<String, YamlList> entries() {
        return Collections.unmodifiableMap(declared);
    }

    /** All dated members of all blocs. */
    List<YamlMap> dated() {
        return items().filter(YamlMap.class::isInstance)
                .map(YamlMap.class::cast)
                .toList();
    }

    /** The names that stand plainly in blocs. */
    Stream<YamlScalar> plain() {
        return items().filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast);
    }

    private Stream<YamlValue> items() {
        return declared.values().stream().flatMap(list -> list.items().stream());
    }

    /** When memberships begin and end. */
    SortedSet<Instant> dates() {
        var dates = new TreeSet<Instant>();
        for (var member : dated()) {
            Stream.of("from", "until")
                    .flatMap(key -> member.find(key).stream())
                    .forEach(value -> dates.add(value.asScalar().instant()));
        }
        return dates;
    }

    /** The parts of countries that are members. */
    SortedSet<String> subdivisions() {
        return Stream.concat(plain().map(YamlScalar::string), dated().stream().map(member -> member.string("country")))
                .filter(BlocMap::isSubdivision)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The blocs as text, as if no guard of a member held. */
    String withoutGuardedMembers() {
        return text(member -> member.has("when") ? "true" : suspended(member));
    }

    /** The blocs as text, as if every guard of a member held. */
    String withoutGuards() {
        return text(BlocMap::suspended);
    }

    private static String suspended(YamlMap member) {
        return member.find("suspended").map(value -> value.asScalar().text()).orElse("false");
    }

    private String text(Function<YamlMap, String> suspended) {
        return declared.entrySet().stream()
                .map(bloc -> '"' + bloc.getKey() + "\": " + text(bloc.getValue(), suspended))
                .collect(Collectors.joining(",\n", "{", "}"));
    }

    private static String text(YamlList members, Function<YamlMap, String> suspended) {
        var texts = new ArrayList<String>();
        for (var member : members.items()) {
            if (member instanceof YamlMap dated) {
                texts.add(text(dated, suspended.apply(dated)));
            } else {
                texts.add('"' + member.asScalar().string() + '"');
            }
        }
        return texts.toString();
    }

    private static String text(YamlMap member, String suspended) {
        var until = member.findString("until")
                .map(text -> ", until: \"" + text + '"')
                .orElse("");
        return "{country: \"%s\", from: \"%s\"%s, suspended: %s}"
                .formatted(member.string("country"), member.string("from"), until, suspended);
    }
}
