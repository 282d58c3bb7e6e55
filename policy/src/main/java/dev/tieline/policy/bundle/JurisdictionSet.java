package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list of countries and blocs in a condition, made ready for fast questions. */
final class JurisdictionSet {
    private final String text;
    private final boolean all;
    private final Map<String, List<Membership>> byCountry = new HashMap<>();

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
                .forEach(member -> byCountry
                        .computeIfAbsent(member.member().country(), country -> new ArrayList<>())
                        .add(member));
    }

    /** Whether the jurisdiction is in the set at the moment. */
    Truth contains(Jurisdiction jurisdiction, Instant at) {
        if (all) {
            return Truth.TRUE;
        }
        var members = byCountry.get(jurisdiction.country());
        var result = Truth.FALSE;
        if (members != null) {
            for (var i = 0; i < members.size() && result != Truth.TRUE; i++) {
                result = result.or(members.get(i).covers(jurisdiction, at));
            }
        }
        return result;
    }

    /** The list as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
