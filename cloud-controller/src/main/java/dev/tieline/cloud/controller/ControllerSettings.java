package dev.tieline.cloud.controller;

import dev.tieline.cloud.fleet.FleetSettings;
import dev.tieline.devices.TenantId;
import java.net.URI;
import java.nio.file.Path;

/**
 * The controller's own settings, after a check.
 *
 * @param tenant whose nodes it looks after
 * @param home where it keeps what must outlive it
 * @param url where nodes reach its API: http or https, without a slash at the end
 * @param maxBlobBytes the largest blob that may be uploaded, at least 1
 * @param fleet what the fleet tolerates
 */
record ControllerSettings(TenantId tenant, Path home, URI url, long maxBlobBytes, FleetSettings fleet) {

    /** @throws StartFailure naming the setting that cannot be used */
    static ControllerSettings of(ControllerConfig all) {
        var config = all.controller();
        if (config.maxBlob() < 1) {
            throw new StartFailure(
                    "tieline.controller.max-blob needs a number of bytes of at least 1, and it is " + config.maxBlob());
        }
        return new ControllerSettings(
                tenant(config.tenant()), config.home(), url(config.url()), config.maxBlob(), fleet(all.fleet()));
    }

    private static FleetSettings fleet(ControllerConfig.Fleet config) {
        if (!config.staleAfter().isPositive()) {
            throw new StartFailure("tieline.fleet.stale-after needs a positive duration such as 15s, and it is "
                    + config.staleAfter());
        }
        return FleetSettings.defaults().withStaleAfter(config.staleAfter());
    }

    private static TenantId tenant(String name) {
        try {
            return TenantId.of(name);
        } catch (IllegalArgumentException e) {
            throw new StartFailure("tieline.controller.tenant: " + e.getMessage());
        }
    }

    private static URI url(URI url) {
        var web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawPath().endsWith("/")) {
            throw new StartFailure("tieline.controller.url needs the form http://host:port, without user, query,"
                    + " fragment or a slash at the end, and it is " + url);
        }
        return url;
    }
}
