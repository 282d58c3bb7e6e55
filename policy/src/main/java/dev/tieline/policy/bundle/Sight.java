package dev.tieline.policy.bundle;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the rules of a policy can tell apart beside a request's label and the facts of sites: which sites by name, and
 * which moments. Two requests that differ in nothing that is in sight are both permitted or both denied, though the
 * reasons may name different sites.
 *
 * @param everySite whether the id of any site may matter, the asking one's included
 * @param sameSite whether it may matter that a hop is at the asking node's site
 * @param namedSites the ids that may matter in any case
 * @param turns the moments from which on something may be decided otherwise than just before
 */
public record Sight(boolean everySite, boolean sameSite, SortedSet<String> namedSites, SortedSet<Instant> turns) {
    public Sight {
        namedSites = Collections.unmodifiableSortedSet(new TreeSet<>(namedSites));
        turns = Collections.unmodifiableSortedSet(new TreeSet<>(turns));
    }

    /** What is in sight of an evaluator in this state. Reads every rule: to be asked once for each. */
    public static Sight of(BundleState state) {
        var reader = new SightReader();
        switch (state) {
            case BundleState.Absent absent -> {}
            case BundleState.Broken(var rest, var reason) ->
                rest.forEach(bundles -> bundles.bundles().forEach(reader::read));
            case BundleState.Valid(var policy) -> policy.bundles().forEach(reader::read);
        }
        return reader.sight();
    }
}
