package dev.tieline.cloud.placement;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.filter.SiteKinds;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the ways over the broker between two sites by all that policy can tell them apart by, so that each question is
 * asked once for all the pairs of sites to which it is the same. Not thread-safe.
 */
final class Ways {
    private final SiteBook sites;
    private final Instant at;
    private final SiteKinds kinds;
    private final Map<SiteId, Stop> stops = new HashMap<>();

    Ways(SiteBook sites, PolicyEvaluator policy, Instant at) {
        this.sites = sites;
        this.at = at;
        this.kinds = new SiteKinds(policy);
    }

    /** A site on ways: of what kind it is, and where its broker stands. */
    private record Stop(int kind, int brokerKind, @Nullable SiteId broker) {}

    /**
     * Ways of which policy permits all or none.
     *
     * @param asking the kind of the asking site
     * @param firstBroker the kind of its broker's site
     * @param executor the kind of the executor's site
     * @param secondBroker the kind of the executor's broker's site
     * @param own which of the three are at the asking site, as far as that matters
     */
    record Way(int asking, int firstBroker, int executor, int secondBroker, int own) {}

    /** The way from a site to a node at another or the same one, and back. */
    Way way(SiteId origin, SiteId executor) {
        var from = stop(origin);
        var to = stop(executor);
        return new Way(from.kind, from.brokerKind, to.kind, to.brokerKind, own(origin, from, executor, to));
    }

    private int own(SiteId origin, Stop from, SiteId executor, Stop to) {
        if (!kinds.sameSiteMatters()) {
            return 0;
        }
        return (origin.equals(from.broker) ? 1 : 0)
                + (origin.equals(executor) ? 2 : 0)
                + (origin.equals(to.broker) ? 4 : 0);
    }

    /** The number of a site's kind, its place on ways left aside. */
    int kind(SiteId site) {
        return stop(site).kind;
    }

    private Stop stop(SiteId site) {
        return stops.computeIfAbsent(site, this::look);
    }

    private Stop look(SiteId site) {
        var broker = sites.find(site).flatMap(known -> Optional.ofNullable(known.broker()));
        var facts = broker.map(id -> sites.facts(id, at)).orElse(SiteFacts.unknown(""));
        return new Stop(kinds.of(sites.facts(site, at)), kinds.of(facts), broker.orElse(null));
    }
}
