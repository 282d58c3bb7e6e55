package dev.tieline.cloud.decisions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.devices.log.LogEvent;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decisions about placement, each written once when it changed: {@code {home}/decisions.jsonl} and the file before it.
 * What was recorded outlives the process; a loss of power may take the last lines. Thread-safe.
 *
 * <p>A line says how many nodes were refused by which filter and rule, and names some of them: in a fleet of many
 * thousands nobody reads them all, and the files would be full after a few decisions.
 */
public final class DecisionLog implements AutoCloseable {
    /** How large each of the two files may become. */
    public static final long MAX_FILE_BYTES = 16 * 1024 * 1024;

    /** How many of the nodes that were refused a line names. */
    private static final int MAX_REJECTED = 100;

    private static final Logger LOG = Logger.getLogger(DecisionLog.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final LogFiles files;
    private final Map<String, Gist> last = new HashMap<>();
    private boolean failing;

    private DecisionLog(Path file, LogFiles files) {
        this.file = file;
        this.files = files;
    }

    /** Opens a log in a folder that exists. @throws UncheckedIOException if it cannot be read or written */
    public static DecisionLog open(Path file) {
        return open(file, MAX_FILE_BYTES);
    }

    static DecisionLog open(Path file, long maxFileBytes) {
        try {
            var log = new DecisionLog(file, new LogFiles(file, maxFileBytes));
            log.rememberLast();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the decision log " + file, e);
        }
    }

    /**
     * Writes those decisions of a plan that are others than before, and the end of those that are gone. If the disk does
     * not take them, that is said once, and the next plan tries again.
     *
     * @param at when it was decided
     * @param policy the bundles that it rests on; null if none are declared
     * @return how many were written
     */
    public synchronized int record(Instant at, PlacementPlan plan, @Nullable PolicySet policy) {
        var written = 0;
        try {
            for (var decision : plan.decisions().values()) {
                var gist = Gist.of(decision, policy);
                if (!gist.equals(last.get(decision.deployment()))) {
                    files.append(line(at, decision, policy));
                    say(decision);
                    last.put(decision.deployment(), gist);
                    written++;
                }
            }
            for (var gone : last.keySet().stream()
                    .filter(name -> !plan.decisions().containsKey(name))
                    .sorted()
                    .toList()) {
                files.append(removal(at, gone));
                last.remove(gone);
                written++;
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.errorf("Decisions are not recorded in %s: %s. Maybe the disk is full", file, e);
            }
            failing = true;
        }
        return written;
    }

    private static void say(PlacementDecision decision) {
        var nodes = decision.chosen().stream().map(Choice::node).toList();
        new LogEvent("decision")
                .with("deployment", decision.deployment())
                .with("model", decision.model())
                .with("nodes", nodes)
                .log(() -> LOG.infof("Decided for %s: %s on %s", decision.deployment(), decision.model(), nodes));
    }

    /**
     * The newest decisions, newest first, each as one JSON object.
     *
     * @param limit how many at most
     * @param deployment those about this one; all if empty
     * @throws UncheckedIOException if the files cannot be read
     */
    public List<String> newest(int limit, Optional<String> deployment) {
        var found = new ArrayDeque<String>();
        try {
            LogFiles.read(readers(), line -> {
                var about = deploymentOf(line);
                if (about.isPresent() && (deployment.isEmpty() || deployment.equals(about))) {
                    found.addFirst(line);
                    if (found.size() > limit) {
                        found.removeLast();
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the decision log " + file, e);
        }
        return new ArrayList<>(found);
    }

    @Override
    public synchronized void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the decision log " + file, e);
        }
    }

    private synchronized List<BufferedReader> readers() throws IOException {
        return files.readers();
    }

    private void rememberLast() throws IOException {
        var lines = new HashMap<String, String>();
        LogFiles.read(readers(), line -> deploymentOf(line).ifPresent(deployment -> lines.put(deployment, line)));
        lines.forEach((deployment, line) -> {
            try {
                var map = YamlReader.read(file.toString(), line).asMap();
                if (!map.string("outcome").equals("removed")) {
                    last.put(deployment, Gist.read(map));
                }
            } catch (DocumentException e) {
                LOG.warnf(
                        "A line about the deployment %s is not understood, and is kept: %s",
                        deployment, e.getMessage());
            }
        });
    }

    private static String line(Instant at, PlacementDecision decision, @Nullable PolicySet policy) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("at", at.toString());
            new DecisionDocument(decision).writeShortened(json, MAX_REJECTED);
            json.writeArrayFieldStart("bundles");
            for (var bundle : policy == null ? List.<PolicyBundle>of() : policy.bundles()) {
                json.writeStartObject();
                json.writeStringField("id", bundle.id());
                json.writeNumberField("version", bundle.version());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String removal(Instant at, String deployment) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("at", at.toString());
            json.writeStringField("deployment", deployment);
            json.writeStringField("outcome", "removed");
            json.writeArrayFieldStart("chosen");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The deployment that a line is about; none if it is not one whole JSON object with one. */
    private static Optional<String> deploymentOf(String line) {
        Optional<String> deployment = Optional.empty();
        try (var parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals("deployment")) {
                    deployment = Optional.of(parser.getText());
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? deployment : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }
}
