package dev.tieline.devices;

import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads site books, strictly: a wrong fact would be a wrong decision about somebody's data. */
final class SiteBookReader {
    static final String API_VERSION = "tieline.dev/sites/v1";

    private SiteBookReader() {}

    static SiteBook read(YamlMap map) {
        map.only("apiVersion", "version", "expires", "controller", "sites");
        Documents.checkApiVersion(map, API_VERSION);
        var version = Documents.positive(map.get("version"));
        var expires = map.get("expires").asScalar().instant();
        Map<SiteId, Site> sites = new LinkedHashMap<>();
        for (var entry : map.list("sites").notEmpty().maps()) {
            var site = site(entry);
            if (sites.putIfAbsent(site.id(), site) != null) {
                throw entry.get("id").error("the site '" + site.id() + "' stands in the book twice");
            }
        }
        map.list("sites").maps().forEach(entry -> checkBroker(entry, sites));
        return new SiteBook(version, expires, controller(map, sites), sites.values());
    }

    private static @Nullable SiteId controller(YamlMap map, Map<SiteId, Site> sites) {
        var value = map.find("controller");
        if (value.isEmpty()) {
            return null;
        }
        var controller = siteId(value.get());
        if (!sites.containsKey(controller)) {
            throw value.get()
                    .error("the controller '" + controller + "' is not a site of this book."
                            + " Maybe add it: the controller reads what it forwards, so its facts count");
        }
        return controller;
    }

    private static Site site(YamlMap map) {
        map.only(SiteFacts.keysWith("id", "broker", "cost"));
        var id = siteId(map.get("id"));
        return new Site(id, SiteFacts.read(id.value(), map), broker(map), cost(map));
    }

    private static @Nullable SiteId broker(YamlMap map) {
        return map.find("broker").map(SiteBookReader::siteId).orElse(null);
    }

    private static int cost(YamlMap map) {
        var value = map.find("cost");
        if (value.isEmpty()) {
            return 0;
        }
        var cost = value.get().asScalar().integer();
        if (cost < 0 || cost > Integer.MAX_VALUE) {
            throw value.get().error("needs an integer of 0 to " + Integer.MAX_VALUE + ", and this is " + cost);
        }
        return (int) cost;
    }

    private static SiteId siteId(YamlValue value) {
        return Documents.parse(value, SiteId::of);
    }

    private static void checkBroker(YamlMap entry, Map<SiteId, Site> sites) {
        entry.find("broker").ifPresent(value -> {
            if (!sites.containsKey(siteId(value))) {
                throw value.error("the broker '" + value.asScalar().string() + "' is not a site of this book."
                        + " Maybe add it: brokers are sites too, and data passes them");
            }
        });
    }
}
