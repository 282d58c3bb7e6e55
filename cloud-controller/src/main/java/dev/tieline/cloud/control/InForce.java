package dev.tieline.cloud.control;

import dev.tieline.cloud.dispatch.DispatchWorld;
import java.util.Optional;

/** Whether there is a law to decide by. */
final class InForce {

    private InForce() {}

    /**
     * Why nothing may be decided now; nothing if a bundle and a site book are in force.
     *
     * <p>Without them every placement would be denied, those that run included; but serving locally goes on whatever
     * becomes of a bundle, so it is better to change nothing.
     */
    static Optional<String> obstacle(DispatchWorld world) {
        var policy = world.declared().policy();
        var sites = world.declared().sites();
        if (policy == null) {
            return Optional.of("no policy bundle is declared");
        }
        if (policy.platform().isEmpty()) {
            return Optional.of("no policy bundle of the level platform is declared beside " + policy);
        }
        var early = policy.notBegun(world.at());
        if (early.isPresent()) {
            return early.map(bundle -> "the policy bundle " + bundle + " is not in force before " + bundle.notBefore());
        }
        var late = policy.expired(world.at());
        if (late.isPresent()) {
            return late.map(bundle -> "the policy bundle " + bundle + " expired at " + bundle.expires());
        }
        if (sites == null) {
            return Optional.of("no site book is declared");
        }
        return sites.expired(world.at())
                ? Optional.of("the site book of version " + sites.version() + " expired at " + sites.expires())
                : Optional.empty();
    }
}
