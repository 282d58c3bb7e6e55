package dev.tieline.policy.lint;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.lint.Territory.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out what each list of countries and blocs of a policy means, by asking the evaluator about every country at each
 * moment at which a membership changes. In between, nothing does.
 *
 * <p>Subdivisions count where the policy names one: that one, and one more of its country which stands for all others.
 */
final class Territories {
    /** Lists times moments beyond which it would take too long; then nothing is known of any list. */
    private static final int MOST_VIEWS = 20_000;

    /** When the members of the built-in bloc EU changed. */
    static final List<Instant> EU_CHANGES = Stream.of(
                    "1958-01-01",
                    "1973-01-01",
                    "1981-01-01",
                    "1986-01-01",
                    "1995-01-01",
                    "2004-05-01",
                    "2007-01-01",
                    "2013-07-01",
                    "2020-02-01")
            .map(date -> Instant.parse(date + "T00:00:00Z"))
            .toList();

    private final List<Instant> moments;
    private final List<Jurisdiction> places;
    private final Map<Set<String>, Territory> known;

    private Territories(List<Instant> moments, List<Jurisdiction> places, Map<Set<String>, Territory> known) {
        this.moments = moments;
        this.places = places;
        this.known = known;
    }

    /**
     * Looks the lists up.
     *
     * @param blocs the blocs of all bundles of the policy
     * @param beginnings when its bundles come into force; at least one
     * @param lists the lists that are asked about
     */
    static Territories of(BlocMap blocs, SortedSet<Instant> beginnings, List<YamlList> lists) {
        var moments = moments(blocs, beginnings);
        var names = new LinkedHashSet<Set<String>>();
        lists.forEach(list -> names.add(Set.copyOf(list.strings())));
        var places = places(blocs, names);
        var known = new HashMap<Set<String>, Territory>();
        if (!names.isEmpty() && (long) names.size() * moments.size() <= MOST_VIEWS) {
            var ordered = List.copyOf(names);
            var views = new Lookup(blocs, ordered, moments, places).views();
            for (var i = 0; i < ordered.size(); i++) {
                known.put(ordered.get(i), new Territory(places.size(), views.get(i)));
            }
        }
        return new Territories(moments, places, known);
    }

    private static List<Instant> moments(BlocMap blocs, SortedSet<Instant> beginnings) {
        var moments = new TreeSet<>(beginnings);
        moments.addAll(blocs.dates());
        moments.addAll(EU_CHANGES);
        return List.copyOf(moments.tailSet(beginnings.first()));
    }

    private static List<Jurisdiction> places(BlocMap blocs, Set<Set<String>> lists) {
        var parts = new TreeSet<>(blocs.subdivisions());
        lists.forEach(list -> list.stream().filter(BlocMap::isSubdivision).forEach(parts::add));
        var places = new ArrayList<Jurisdiction>();
        for (var country : Locale.getISOCountries()) {
            places.add(Jurisdiction.of(country));
            var own = parts.stream()
                    .filter(part -> part.startsWith(country + "-"))
                    .toList();
            own.forEach(part -> places.add(Jurisdiction.of(part)));
            if (!own.isEmpty()) {
                places.add(Jurisdiction.of(another(country, own)));
            }
        }
        return List.copyOf(places);
    }

    private static String another(String country, List<String> taken) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> country + "-" + i)
                .filter(part -> !taken.contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of all moments from the given one on, which is the beginning of one of the bundles. */
    int[] since(Instant beginning) {
        return IntStream.range(0, moments.size())
                .filter(i -> !moments.get(i).isBefore(beginning))
                .toArray();
    }

    /** What a list says; where it was not looked up, that it may say anything. */
    Territory of(YamlList list) {
        var territory = known.get(Set.copyOf(list.strings()));
        return territory == null ? anything() : territory;
    }

    private Territory anything() {
        var none = new BitSet();
        var all = new BitSet();
        all.set(0, places.size());
        var view = new View(none, all, none, all);
        return new Territory(
                places.size(),
                IntStream.range(0, moments.size()).mapToObj(i -> view).toList());
    }

    /** One looking up of all lists, at all moments. */
    private record Lookup(BlocMap blocs, List<Set<String>> lists, List<Instant> moments, List<Jurisdiction> places) {

        /** For each list what it says at each moment. */
        List<List<View>> views() {
            var least = blocs.withoutGuardedMembers();
            var most = blocs.withoutGuards();
            var certainAtLeast = ask(least, true);
            var possibleAtLeast = ask(least, false);
            var same = least.equals(most);
            var certainAtMost = same ? certainAtLeast : ask(most, true);
            var possibleAtMost = same ? possibleAtLeast : ask(most, false);
            return IntStream.range(0, lists.size())
                    .mapToObj(list -> IntStream.range(0, moments.size())
                            .mapToObj(time -> new View(
                                    certainAtLeast[list][time],
                                    certainAtMost[list][time],
                                    possibleAtLeast[list][time],
                                    possibleAtMost[list][time]))
                            .toList())
                    .toList();
        }

        /** The places that each list has at each moment: certainly where permits are asked, possibly with forbids. */
        private BitSet[][] ask(String blocsText, boolean certainly) {
            var answers = new BitSet[lists.size()][moments.size()];
            for (var row : answers) {
                for (var time = 0; time < moments.size(); time++) {
                    row[time] = new BitSet(places.size());
                }
            }
            var evaluator = ProbePolicy.evaluator(moments.getFirst(), blocsText, lists, certainly);
            for (var time = 0; time < moments.size(); time++) {
                for (var place = 0; place < places.size(); place++) {
                    for (var list : ProbePolicy.matched(evaluator, request(places.get(place), moments.get(time)))) {
                        answers[list][time].set(place);
                    }
                }
            }
            return answers;
        }

        private static PolicyRequest request(Jurisdiction place, Instant at) {
            var facts = new SiteFacts("", place, null, null, null, null, null, null, null);
            return new PolicyRequest(
                    Action.INFER,
                    DataLabel.PUBLIC,
                    null,
                    null,
                    at,
                    new Origin(null, SiteFacts.unknown("")),
                    TransferPath.of(Hop.process(facts)));
        }
    }
}
