package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A list of countries and blocs in a condition, made ready for fast questions. */
final class JurisdictionSet {
    private final String text;
    private final boolean all;
    private final List<Bloc> blocs;

    /** @param blocs those that are named, and one of the countries that are */
    private JurisdictionSet(String text, boolean all, List<Bloc> blocs) {
        this.text = text;
        this.all = all;
        this.blocs = blocs;
    }

    static JurisdictionSet read(YamlValue value, Blocs known) {
        var list = value.asList().notEmpty();
        var text = String.join(", ", list.strings());
        if (Wildcard.stands(list)) {
            return new JurisdictionSet(text, true, List.of());
        }
        var blocs = new LinkedHashSet<Bloc>();
        var countries = new ArrayList<Membership>();
        for (var item : list.items()) {
            known.find(item.asScalar().string())
                    .ifPresentOrElse(
                            blocs::add,
                            () -> countries.add(Membership.always(Names.jurisdiction(item, known.names()))));
        }
        if (!countries.isEmpty()) {
            blocs.add(new Bloc(countries));
        }
        return new JurisdictionSet(text, false, List.copyOf(blocs));
    }

    /** Whether the jurisdiction is in the set, for a hop and at the moment of a request. */
    Truth contains(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        if (all) {
            return Truth.TRUE;
        }
        var result = Truth.FALSE;
        for (var i = 0; i < blocs.size() && result != Truth.TRUE; i++) {
            result = result.or(blocs.get(i).contains(jurisdiction, hop, request));
        }
        return result;
    }

    /** The blocs that are named, and one of the countries that are. */
    List<Bloc> blocs() {
        return blocs;
    }

    /** The list as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
