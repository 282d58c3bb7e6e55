package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteId;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of one model: how many nodes shall hold it, for whose data, and what they are chosen by.
 *
 * @param name the deployment: 1 to 63 of the characters a-z, 0-9 and -, starting with a letter or digit
 * @param model what shall run
 * @param minReplicas on how many nodes at least, 0 or more; with 0 the model is placed when somebody first asks for it
 * @param maxReplicas on how many nodes at most; 0 pauses the deployment
 * @param label the highest class, and the tags, of the data that it serves
 * @param purpose what the data is used for, where it says
 * @param origins the sites whose callers it is for; empty for all
 * @param objective what it would rather have
 * @param executionProviders what a node needs one of, such as {@code cuda}; empty for any
 * @param idleAfter after how long without a call a model that was placed on demand may go, at least a second
 */
public record Deployment(
        String name,
        ModelRef model,
        int minReplicas,
        int maxReplicas,
        DataLabel label,
        @Nullable String purpose,
        SortedSet<SiteId> origins,
        Objective objective,
        SortedSet<String> executionProviders,
        Duration idleAfter) {
    /** The most nodes that one deployment may ask for. */
    public static final int MAX_REPLICAS = 10_000;

    /** How long a model that was placed on demand stays without a call, if the deployment does not say. */
    public static final Duration IDLE_AFTER = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException if the values contradict each other; the message names them */
    public Deployment {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a deployment: it needs 1 to 63 of"
                    + " the characters a-z, 0-9 and -, and starts with a letter or digit");
        }
        if (minReplicas < 0 || maxReplicas < minReplicas || maxReplicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("the deployment " + name + " needs 0 <= min <= max <= " + MAX_REPLICAS
                    + " replicas, and its min is " + minReplicas + " and its max " + maxReplicas
                    + (maxReplicas == 0 ? ". Maybe set min to 0 too: that pauses it" : ""));
        }
        if (label.dataClass() == DataClass.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the deployment " + name + " needs a class that exists, and it serves data of an unknown one");
        }
        if (purpose != null && purpose.isBlank()) {
            throw new IllegalArgumentException("the deployment " + name + " has a blank purpose. Maybe leave it out");
        }
        if (idleAfter.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "the deployment " + name + " needs idleAfter of at least a second, and it is " + idleAfter);
        }
        origins = Collections.unmodifiableSortedSet(new TreeSet<>(origins));
        executionProviders = Collections.unmodifiableSortedSet(new TreeSet<>(executionProviders));
    }

    /**
     * Reads a deployment, YAML or JSON.
     *
     * @param source the name that errors give, usually the file's
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one; the message names line and key
     */
    public static Deployment read(String source, String text) {
        return DeploymentReader.read(source, text);
    }

    /** Whether the model waits for the first call. */
    public boolean onDemand() {
        return minReplicas == 0 && maxReplicas > 0;
    }

    /** Whether nothing shall run. */
    public boolean paused() {
        return maxReplicas == 0;
    }

    /** Whether it is for callers at a site. */
    public boolean serves(SiteId origin) {
        return origins.isEmpty() || origins.contains(origin);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
