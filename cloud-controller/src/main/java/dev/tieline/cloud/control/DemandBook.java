package dev.tieline.cloud.control;

import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.DurableFile;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What callers asked for through dispatch, deployment by deployment, until nobody asks any more.
 *
 * <p>Kept in a file, so that a model that was placed on demand outlives the controller. A file that cannot be used, or
 * a disk that does not take it, is said and costs no more than a new first call. Not thread-safe.
 */
final class DemandBook {
    private static final Logger LOG = Logger.getLogger(DemandBook.class);
    private static final String API_VERSION = "tieline.dev/wants/v1";
    /** Per deployment: callers differ in site, label and declared purpose, and not in more. */
    private static final int MAX_WANTS = 256;

    private final Path file;
    private final Map<String, Map<Want, Instant>> wants = new LinkedHashMap<>();

    /** Opens the book. What stands in it counts as asked for at the given moment. */
    DemandBook(Path file, Instant at) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                read(at);
            } catch (DocumentException | IllegalArgumentException e) {
                LOG.warnf("Left out what was asked for on demand, since its file cannot be used: %s", e.getMessage());
                wants.clear();
            }
        }
    }

    /**
     * Notes that a want was asked for. One over the limit is not noted: its callers are told so as often as they ask.
     *
     * @return whether it is a new one
     */
    boolean asked(String deployment, Want want, Instant at) {
        var known = wants.computeIfAbsent(deployment, name -> new LinkedHashMap<>());
        if (!known.containsKey(want) && known.size() >= MAX_WANTS) {
            return false;
        }
        var news = known.put(want, at) == null;
        if (news) {
            write();
        }
        return news;
    }

    /** Forgets a want that nothing can be done for. */
    void drop(String deployment, Want want) {
        var known = wants.get(deployment);
        if (known != null && known.remove(want) != null) {
            write();
        }
    }

    /** Forgets what was wanted of deployments that are not declared any more. */
    void retain(Set<String> deployments) {
        if (wants.keySet().retainAll(deployments)) {
            write();
        }
    }

    /** Notes that a deployment was used, whoever asked. */
    void used(String deployment, Instant at) {
        var known = wants.get(deployment);
        if (known != null) {
            known.replaceAll((want, before) -> at);
        }
    }

    /** What is wanted of a deployment, in the order in which it was first asked for; forgets what has lapsed. */
    List<Want> of(Deployment deployment, Instant at) {
        var known = wants.get(deployment.name());
        if (known == null) {
            return List.of();
        }
        if (known.values().removeIf(asked -> !asked.plus(deployment.idleAfter()).isAfter(at))) {
            LOG.infof("Nobody asked for %s in %s", deployment.name(), deployment.idleAfter());
            write();
        }
        return List.copyOf(known.keySet());
    }

    private void write() {
        var text = Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", API_VERSION);
            json.writeArrayFieldStart("wants");
            for (var deployment : wants.entrySet()) {
                for (var want : deployment.getValue().keySet()) {
                    json.writeStartObject();
                    json.writeStringField("deployment", deployment.getKey());
                    json.writeStringField("origin", want.origin().value());
                    json.writeStringField("class", want.label().dataClass().word());
                    json.writeArrayFieldStart("tags");
                    for (var tag : want.label().tags()) {
                        json.writeString(tag);
                    }
                    json.writeEndArray();
                    if (want.purpose() != null) {
                        json.writeStringField("purpose", want.purpose());
                    }
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        try {
            DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warnf("What was asked for on demand does not outlive this controller: %s", e.getMessage());
        }
    }

    private void read(Instant at) {
        var map = YamlReader.read(file).asMap().only("apiVersion", "wants");
        for (var entry : map.list("wants").maps()) {
            entry.only("deployment", "origin", "class", "tags", "purpose");
            wants.computeIfAbsent(entry.string("deployment"), name -> new LinkedHashMap<>())
                    .put(want(entry), at);
        }
    }

    private static Want want(YamlMap entry) {
        var tags = entry.list("tags").items().stream()
                .map(tag -> tag.asScalar().string())
                .toList();
        return new Want(
                SiteId.of(entry.string("origin")),
                DataLabel.of(DataClass.of(entry.string("class")), tags),
                entry.find("purpose")
                        .map(purpose -> purpose.asScalar().string())
                        .orElse(null));
    }
}
