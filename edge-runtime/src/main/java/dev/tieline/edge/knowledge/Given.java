package dev.tieline.edge.knowledge;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Routes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the node's own configuration gives it to know.
 *
 * @param sites the site book, until a newer one comes
 * @param policy the policy bundles, at most one of each level: those of the levels platform and tenant until a newer
 *     version of them comes, those of its site and its own for good
 * @param routes the routes, for good: those of a controller are ignored where the configuration has some
 */
public record Given(
        @Nullable SiteBook sites,
        List<KnownBundle> policy,
        @Nullable Routes routes) {

    /** Nothing. */
    public static final Given NOTHING = new Given(null, List.of(), null);

    public Given {
        policy = List.copyOf(policy);
    }
}
