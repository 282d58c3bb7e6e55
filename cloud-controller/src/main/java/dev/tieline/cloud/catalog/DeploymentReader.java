package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteId;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads deployments, strictly: a key that is not known is an error, and so is a value that stands in a list twice. */
final class DeploymentReader {
    static final String API_VERSION = "tieline.dev/deployment/v1";

    private static final DataClass[] CLASSES = {
        DataClass.PUBLIC, DataClass.INTERNAL, DataClass.PERSONAL, DataClass.SPECIAL
    };

    private DeploymentReader() {}

    static Deployment read(String source, String text) {
        var map = YamlReader.read(source, text)
                .asMap()
                .only(
                        "apiVersion",
                        "name",
                        "model",
                        "replicas",
                        "label",
                        "purpose",
                        "origins",
                        "objective",
                        "executionProviders",
                        "idleAfter");
        checkApiVersion(map);
        var name = map.get("name");
        var model = parse(map.get("model"), ModelRef::of);
        var replicas = map.map("replicas").only("min", "max");
        var min = count(replicas.get("min"));
        var max = count(replicas.get("max"));
        if (max < min) {
            throw replicas.get("max")
                    .error("needs at least min, and min is " + min + " and max " + max
                            + (max == 0 ? ". Maybe set min to 0 too: that pauses the deployment" : ""));
        }
        return new Deployment(
                parse(name, DeploymentReader::name),
                model,
                min,
                max,
                label(map.map("label")),
                purpose(map),
                set(map, "origins", SiteId::of),
                objective(map),
                set(map, "executionProviders", DeploymentReader::word),
                idleAfter(map));
    }

    private static void checkApiVersion(YamlMap map) {
        var value = map.get("apiVersion");
        var actual = value.asScalar().string();
        if (!actual.equals(API_VERSION)) {
            throw value.error("needs '" + API_VERSION + "', and this is '" + actual + "'");
        }
    }

    private static String name(String text) {
        if (!Deployment.isName(text)) {
            throw new IllegalArgumentException("'" + text + "' is not the name of a deployment: it needs 1 to 63 of"
                    + " the characters a-z, 0-9 and -, and starts with a letter or digit");
        }
        return text;
    }

    private static int count(YamlValue value) {
        var count = value.asScalar().integer();
        if (count < 0 || count > Deployment.MAX_REPLICAS) {
            throw value.error("needs an integer of 0 to " + Deployment.MAX_REPLICAS + ", and this is " + count);
        }
        return (int) count;
    }

    private static DataLabel label(YamlMap map) {
        map.only("class", "tags");
        return new DataLabel(
                map.get("class").choice("class", CLASSES, DataClass::word), set(map, "tags", DeploymentReader::word));
    }

    private static @Nullable String purpose(YamlMap map) {
        return map.find("purpose")
                .map(value -> parse(value, DeploymentReader::word))
                .orElse(null);
    }

    private static Objective objective(YamlMap map) {
        return map.find("objective")
                .map(value -> value.choice("objective", Objective.values(), Objective::word))
                .orElse(Objective.BALANCED);
    }

    private static Duration idleAfter(YamlMap map) {
        var value = map.find("idleAfter");
        if (value.isEmpty()) {
            return Deployment.IDLE_AFTER;
        }
        var duration = value.get().asScalar().duration();
        if (duration.isZero()) {
            throw value.get().error("needs at least 1s, and this is 0");
        }
        return duration;
    }

    private static String word(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("needs a word, and this is blank. Maybe leave it out");
        }
        return text;
    }

    private static <T extends Comparable<T>> SortedSet<T> set(YamlMap map, String key, Function<String, T> of) {
        var values = new TreeSet<T>();
        if (map.has(key)) {
            for (var item : map.list(key).items()) {
                if (!values.add(parse(item, of))) {
                    throw item.error("'" + item.asScalar().string() + "' stands in the list twice");
                }
            }
        }
        return values;
    }

    /** A value of a type whose {@code of} says what is wrong. */
    private static <T> T parse(YamlValue value, Function<String, T> of) {
        try {
            return of.apply(value.asScalar().string());
        } catch (IllegalArgumentException e) {
            throw value.error(String.valueOf(e.getMessage()));
        }
    }
}
