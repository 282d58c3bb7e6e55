package dev.tieline.devices;

import dev.tieline.policy.SiteFacts;
import org.jspecify.annotations.Nullable;

/**
 * One site as the site book asserts it.
 *
 * @param id its name
 * @param facts what the book says of it, whether or not the book still holds: ask {@link SiteBook#facts} for facts
 *     that a decision may rest on
 * @param broker the site of the broker that its nodes are connected to; null where the book does not say
 * @param cost what it costs to run work there relative to other sites, 0 or more; only the order matters
 */
public record Site(SiteId id, SiteFacts facts, @Nullable SiteId broker, int cost) {

    public Site {
        if (cost < 0) {
            throw new IllegalArgumentException("the cost of site " + id + " must not be negative, and it is " + cost);
        }
        if (!facts.site().equals(id.value())) {
            throw new IllegalArgumentException("the facts of '" + facts.site() + "' are not those of site " + id);
        }
    }
}
