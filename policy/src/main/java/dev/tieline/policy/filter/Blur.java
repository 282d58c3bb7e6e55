package dev.tieline.policy.filter;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.Sight;
import java.util.List;

/**
 * Makes things equal that policy cannot tell apart: it takes away the ids of sites that are not in sight. Its results
 * are for comparison only.
 */
final class Blur {
    private static final String UNKNOWN = "";
    private static final String ASKING = "asking";
    private static final String OTHER = "other";
    private static final String NAMED = "="; // before an id, so that none equals a word of the above

    private final Sight sight;

    Blur(Sight sight) {
        this.sight = sight;
    }

    /** The asking site: beside its facts it counts whether its id is known, where a hop may be compared with it. */
    Origin origin(Origin origin) {
        return new Origin(origin.tenant(), named(origin.facts(), id(origin.facts())));
    }

    /** A site on its own: whether it is the asking one is left aside. */
    SiteFacts site(SiteFacts facts) {
        return named(facts, id(facts));
    }

    /** Every hop is judged for itself, so each kind counts once. */
    List<Hop> hops(TransferPath path, Origin origin) {
        return path.hops().stream().map(hop -> hop(hop, origin)).distinct().toList();
    }

    private Hop hop(Hop hop, Origin origin) {
        var id = id(hop.facts());
        var asking =
                sight.sameSite() && hop.facts().site().equals(origin.facts().site());
        return new Hop(
                hop.role(), hop.sees(), named(hop.facts(), id.equals(OTHER) && asking ? ASKING : id), hop.retention());
    }

    private String id(SiteFacts facts) {
        if (facts.site().isEmpty()) {
            return UNKNOWN;
        }
        return sight.everySite() || sight.namedSites().contains(facts.site()) ? NAMED + facts.site() : OTHER;
    }

    private static SiteFacts named(SiteFacts facts, String id) {
        return new SiteFacts(
                id,
                facts.country(),
                facts.operatorHome(),
                facts.accessCountries(),
                facts.tier(),
                facts.certs(),
                facts.keyCustody(),
                facts.tee(),
                facts.attested());
    }
}
