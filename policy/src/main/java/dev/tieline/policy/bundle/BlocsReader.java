package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the map under {@code blocs} and resolves the blocs that stand within others. */
final class BlocsReader {
    private static final Pattern JURISDICTION_LIKE = Pattern.compile("[A-Z]{2}(-.*)?");

    private static final int MAX_DEPTH = 64;
    private static final int MAX_MEMBERS = 100_000;

    private final Map<String, Declaration> declared;
    private final TreeMap<String, List<Membership>> resolved = new TreeMap<>();
    private final LinkedHashSet<String> open = new LinkedHashSet<>();
    private int count;

    /** The members of a bloc as its bundle lists them, with that bundle's expressions. */
    private record Declaration(YamlValue members, GuardReader guards) {}

    private BlocsReader(Map<String, Declaration> declared) {
        this.declared = declared;
        resolved.put(EuropeanUnion.NAME, EuropeanUnion.MEMBERS);
    }

    /** Reads the blocs of bundles, each of which may name those of the others. */
    static BlocsReader read(List<PolicySetReader.Part> bundles) {
        var declared = new LinkedHashMap<String, Declaration>();
        for (var bundle : bundles) {
            bundle.document()
                    .map()
                    .find("blocs")
                    .ifPresent(value -> value.asMap()
                            .entries()
                            .forEach((name, members) ->
                                    declare(name, new Declaration(members, bundle.guards()), declared)));
        }
        var reader = new BlocsReader(declared);
        declared.forEach((name, bloc) -> reader.resolve(name, bloc.members()));
        return reader;
    }

    private static void declare(String name, Declaration bloc, Map<String, Declaration> declared) {
        checkName(name, bloc.members());
        var earlier = declared.putIfAbsent(name, bloc);
        if (earlier != null) {
            var place = earlier.members().place();
            throw bloc.members()
                    .error("the bloc " + name + " is declared already, at " + place.source() + ":" + place.line()
                            + ". Maybe declare it there only: it holds for all levels");
        }
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

    private Collection<Membership> resolve(String name, YamlValue at) {
        var known = resolved.get(name);
        return known == null ? resolveAnew(name, at) : known;
    }

    private Collection<Membership> resolveAnew(String name, YamlValue at) {
        if (!open.add(name)) {
            throw at.error("the bloc " + name + " contains itself: " + String.join(" -> ", open) + " -> " + name);
        } else if (open.size() > MAX_DEPTH) {
            throw at.error("the bloc " + name + " stands within more than " + MAX_DEPTH + " others");
        }
        var bloc = Objects.requireNonNull(declared.get(name), name);
        var members = new LinkedHashSet<Membership>();
        var listed = new HashSet<String>();
        for (var item : bloc.members().asList().notEmpty().items()) {
            members.addAll(item instanceof YamlMap dated ? dated(dated, bloc.guards()) : plain(item, listed));
        }
        count += members.size();
        if (count > MAX_MEMBERS) {
            throw at.error("all blocs together have more than " + MAX_MEMBERS
                    + " members, where each counts in every bloc that contains it");
        }
        open.remove(name);
        resolved.put(name, List.copyOf(members));
        return members;
    }

    /** @param listed the names before this one in the same list: a bloc that stands there twice is gone through once */
    private Collection<Membership> plain(YamlValue item, Set<String> listed) {
        var name = item.asScalar().string();
        if (declared.containsKey(name) || resolved.containsKey(name)) {
            return listed.add(name) ? resolve(name, item) : List.of();
        }
        return List.of(Membership.always(Names.jurisdiction(item, known())));
    }

    private List<Membership> dated(YamlMap map, GuardReader guards) {
        map.only("country", "from", "until", "when", "suspended", "source");
        var from = map.get("from").asScalar().instant();
        var until = map.find("until").map(value -> value.asScalar().instant()).orElse(Instant.MAX);
        if (!from.isBefore(until)) {
            throw map.get("until").error("needs a time after from, which is " + from + ", and this is " + until);
        }
        map.findString("source");
        var suspended =
                map.find("suspended").map(value -> value.asScalar().bool()).orElse(false);
        var member = new Membership(country(map.get("country")), from, until, guards.read(map));
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
