package dev.tieline.policy.filter;

import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.Sight;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the kinds of sites that one policy cannot tell apart, whatever they do on a path. Where a rule compares sites
 * with the asking one, that has to be looked at beside the kind: see {@link #sameSiteMatters}. Not thread-safe.
 */
public final class SiteKinds {
    private final Sight sight;
    private final Blur blur;
    private final Map<SiteFacts, Integer> numbers = new HashMap<>();

    public SiteKinds(PolicyEvaluator policy) {
        this.sight = Sight.of(policy.state());
        this.blur = new Blur(sight);
    }

    /** The number of a site's kind, counted from 0 in the order in which they come. */
    public int of(SiteFacts facts) {
        var next = numbers.size();
        var known = numbers.putIfAbsent(blur.site(facts), next);
        return known == null ? next : known;
    }

    /** Whether two sites of one kind can be told apart by which of them asks. */
    public boolean sameSiteMatters() {
        return sight.sameSite();
    }
}
