package dev.tieline.bench.policy;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.TransferPath;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Sites of a company in several countries, and the nodes at them. */
final class SampleFleet {
    private static final List<String> COUNTRIES =
            List.of("DE", "FR", "NL", "PL", "ES", "NO", "CH", "GB", "US", "US-VA");
    private static final SiteFacts BROKER = site("broker-fra", "DE", "DE", Tier.REGION, false);

    private SampleFleet() {}

    /** A clinic in Germany. */
    static Origin origin() {
        return new Origin("acme", site("clinic-berlin", "DE", "DE", Tier.SITE, false));
    }

    /** Sites that differ in country, operator, tier and enclaves, in turn: forty kinds among 300. */
    static List<SiteFacts> sites(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> site(
                        "site-" + i,
                        COUNTRIES.get(i % COUNTRIES.size()),
                        i % 7 == 0 ? "US" : "DE",
                        i % 3 == 0 ? Tier.SITE : Tier.REGION,
                        i % 5 == 0))
                .toList();
    }

    /** The way to a site and back, over the broker. */
    static TransferPath pathTo(SiteFacts site) {
        return TransferPath.of(Hop.relay(Hop.Sees.CLEAR, BROKER), Hop.process(site), Hop.relay(Hop.Sees.CLEAR, BROKER));
    }

    /** A path for each node: the nodes stand at the sites in turn, and those of a site share its path. */
    static List<TransferPath> pathsToNodes(int nodes, int sites) {
        var paths = sites(sites).stream().map(SampleFleet::pathTo).toList();
        return IntStream.range(0, nodes)
                .mapToObj(node -> paths.get(node % paths.size()))
                .toList();
    }

    static SiteFacts site(String id, String country, String operatorHome, Tier tier, boolean enclave) {
        return new SiteFacts(
                id,
                Jurisdiction.of(country),
                Jurisdiction.of(operatorHome),
                Set.of(Jurisdiction.of("DE"), Jurisdiction.of("FR")),
                tier,
                Set.of("c5"),
                "customer",
                enclave,
                enclave);
    }
}
