package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import dev.tieline.policy.bundle.PolicyBundle;
import org.jspecify.annotations.Nullable;

/**
 * What the node's own configuration gives it to know.
 *
 * @param sites the site book, until a newer one comes
 * @param policy the policy bundle, until a newer version of it comes
 * @param routes the routes, for good: those of a controller are ignored where the configuration has some
 */
public record Given(
        @Nullable SiteBook sites,
        @Nullable PolicyBundle policy,
        @Nullable Routes routes) {

    /** Nothing. */
    public static final Given NOTHING = new Given(null, null, null);
}
