package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the map under {@code blocs} and resolves the blocs that stand within others. */
final class BlocsReader {
    private static final Pattern JURISDICTION_LIKE = Pattern.compile("[A-Z]{2}(-.*)?");

    private final Map<String, YamlValue> declared;
    private final TreeMap<String, List<Membership>> resolved = new TreeMap<>();
    private final LinkedHashSet<String> open = new LinkedHashSet<>();

    private BlocsReader(Map<String, YamlValue> declared) {
        this.declared = declared;
        resolved.put(EuropeanUnion.NAME, EuropeanUnion.MEMBERS);
    }

    /** Reads the blocs of bundles, each of which may name those of the others. */
    static BlocsReader read(List<YamlMap> bundles) {
        var declared = new LinkedHashMap<String, YamlValue>();
        for (var bundle : bundles) {
            bundle.find("blocs").ifPresent(value -> declare(value.asMap(), declared));
        }
        var reader = new BlocsReader(declared);
        declared.forEach(reader::resolve);
        return reader;
    }

    private static void declare(YamlMap blocs, Map<String, YamlValue> declared) {
        blocs.entries().forEach((name, value) -> {
            checkName(name, value);
            var earlier = declared.putIfAbsent(name, value);
            if (earlier != null) {
                throw value.error("the bloc " + name + " is declared already, at "
                        + earlier.place().source() + ":" + earlier.place().line()
                        + ". Maybe declare it there only: it holds for all levels");
            }
        });
    }

    /** The blocs as they count in a bundle that is in force from the given moment on. */
    Blocs blocs(Instant notBefore) {
        return new Blocs(resolved, notBefore);
    }

    private static void checkName(String name, YamlValue value) {
        if (name.equals(EuropeanUnion.NAME)) {
            throw value.error("the bloc EU is built in and cannot be declared. Maybe declare another name");
        } else if (JURISDICTION_LIKE.matcher(name).matches()) {
            throw value.error("'" + name + "' looks like a jurisdiction and cannot name a bloc");
        }
        Names.check("bloc name", name, value);
    }

    private List<Membership> resolve(String name, YamlValue at) {
        var known = resolved.get(name);
        if (known != null) {
            return known;
        }
        if (!open.add(name)) {
            throw at.error("the bloc " + name + " contains itself: " + String.join(" -> ", open) + " -> " + name);
        }
        var members = new ArrayList<Membership>();
        for (var item : declared.getOrDefault(name, at).asList().notEmpty().items()) {
            members.addAll(item instanceof YamlMap dated ? dated(dated) : plain(item));
        }
        open.remove(name);
        resolved.put(name, List.copyOf(members));
        return members;
    }

    private List<Membership> plain(YamlValue item) {
        var name = item.asScalar().string();
        if (declared.containsKey(name) || resolved.containsKey(name)) {
            return resolve(name, item);
        }
        return List.of(Membership.always(Names.jurisdiction(item, known())));
    }

    private List<Membership> dated(YamlMap map) {
        Unsupported.refuse(map, "when");
        map.only("country", "from", "until", "suspended", "source");
        var from = map.get("from").asScalar().instant();
        var until = map.find("until").map(value -> value.asScalar().instant()).orElse(Instant.MAX);
        if (!from.isBefore(until)) {
            throw map.get("until").error("needs a time after from, which is " + from + ", and this is " + until);
        }
        map.findString("source");
        var suspended =
                map.find("suspended").map(value -> value.asScalar().bool()).orElse(false);
        var member = new Membership(country(map.get("country")), from, until);
        return suspended ? List.of() : List.of(member);
    }

    private Jurisdiction country(YamlValue value) {
        var name = value.asScalar().string();
        if (declared.containsKey(name) || resolved.containsKey(name)) {
            throw value.error("a dated member needs a country, and " + name + " is a bloc. Maybe list it plainly");
        }
        return Jurisdiction.read(value);
    }

    private List<String> known() {
        return Stream.concat(declared.keySet().stream(), Stream.of(EuropeanUnion.NAME))
                .sorted()
                .toList();
    }
}
