package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A list of countries and blocs in a condition, made ready for fast questions. */
final class JurisdictionSet {
    private final String text;
    private final boolean all;
    private final BitSet whole = new BitSet();
    private final BitSet inPart = new BitSet();
    private final Map<String, List<Membership>> parts = new HashMap<>();

    private JurisdictionSet(String text, boolean all) {
        this.text = text;
        this.all = all;
    }

    static JurisdictionSet read(YamlValue value, Blocs blocs) {
        var list = value.asList().notEmpty();
        var set = new JurisdictionSet(String.join(", ", list.strings()), Wildcard.stands(list));
        if (!set.all) {
            list.items().forEach(item -> set.add(item, blocs));
        }
        return set;
    }

    private void add(YamlValue item, Blocs blocs) {
        blocs.find(item.asScalar().string())
                .orElseGet(() -> List.of(Membership.always(Names.jurisdiction(item, blocs.names()))))
                .forEach(this::add);
    }

    private void add(Membership membership) {
        var country = membership.member().country();
        if (membership.isWholeAndLasting()) {
            whole.set(index(country));
        } else {
            inPart.set(index(country));
            parts.computeIfAbsent(country, none -> new ArrayList<>()).add(membership);
        }
    }

    /** A number for each country: two capital letters read in base 26. */
    private static int index(String country) {
        return (country.charAt(0) - 'A') * 26 + country.charAt(1) - 'A';
    }

    /** Whether the jurisdiction is in the set, for a hop and at the moment of a request. */
    Truth contains(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        var index = index(jurisdiction.country());
        if (all || whole.get(index)) {
            return Truth.TRUE;
        }
        return inPart.get(index) ? closerLook(jurisdiction, hop, request) : Truth.FALSE;
    }

    private Truth closerLook(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        var members = parts.getOrDefault(jurisdiction.country(), List.of());
        var result = Truth.FALSE;
        for (var i = 0; i < members.size() && result != Truth.TRUE; i++) {
            result = result.or(members.get(i).covers(jurisdiction, hop, request));
        }
        return result;
    }

    /** The memberships that have to be looked at more closely. */
    Stream<Membership> inPart() {
        return parts.values().stream().flatMap(List::stream);
    }

    /** The list as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
