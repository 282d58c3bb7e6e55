package dev.tieline.devices.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the documents of this package have in common: their version, and the values that stand in several of them. */
final class TwinDocument {
    /** The most models that one node desires, reports or measures. */
    static final int MAX_MODELS = 1_000;

    private TwinDocument() {}

    static void checkApiVersion(YamlMap map, String expected) {
        var value = map.get("apiVersion");
        var actual = value.asScalar().string();
        if (!actual.equals(expected)) {
            throw value.error("needs '" + expected + "', and this is '" + actual + "'");
        }
    }

    /** A value of a type that says what is wrong with a text. */
    static <T> T parse(YamlValue value, Function<String, T> of) {
        return guarded(value, () -> of.apply(value.asScalar().string()));
    }

    /** Gives what a record says of a wrong value its place in the document. */
    static <T> T guarded(YamlValue place, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw place.error(String.valueOf(e.getMessage()));
        }
    }

    /** An integer that is not lower than another. */
    static long integer(YamlValue value, long least) {
        var number = value.asScalar().integer();
        if (number < least) {
            throw value.error("needs an integer of " + least + " or more, and this is " + number);
        }
        return number;
    }

    static int smallInteger(YamlValue value, int least) {
        var number = integer(value, least);
        if (number > Integer.MAX_VALUE) {
            throw value.error("needs an integer of at most " + Integer.MAX_VALUE + ", and this is " + number);
        }
        return (int) number;
    }

    static void checkModels(YamlValue models, int count) {
        if (count > MAX_MODELS) {
            throw models.error(tooMany(count));
        }
    }

    static void checkModels(int count) {
        if (count > MAX_MODELS) {
            throw new IllegalArgumentException(tooMany(count));
        }
    }

    static Artifact artifact(YamlMap map) {
        map.only("entry", "digest", "size");
        var digest = parse(map.get("digest"), Digest::of);
        return guarded(map, () -> new Artifact(map.string("entry"), digest, map.integer("size")));
    }

    static void write(JsonGenerator json, Artifact artifact) throws IOException {
        json.writeStartObject();
        json.writeStringField("entry", artifact.entry());
        json.writeStringField("digest", artifact.digest().toString());
        json.writeNumberField("size", artifact.size());
        json.writeEndObject();
    }

    /** A label. A class that this release does not know is unknown, which nothing permits. */
    static DataLabel label(YamlMap map) {
        map.only("class", "tags");
        return guarded(
                map,
                () -> DataLabel.of(
                        DataClass.of(map.string("class")), map.list("tags").strings()));
    }

    static void write(JsonGenerator json, String field, DataLabel label) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("class", label.dataClass().word());
        json.writeArrayFieldStart("tags");
        for (var tag : label.tags()) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * An address to fetch from: http or https with a host and a path, and nothing that could carry a secret or could
     * make two names of one thing.
     */
    static URI checkAddress(String what, URI address) {
        var scheme = address.getScheme();
        var web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException(what + " needs an address that begins with http:// or https:// and"
                    + " names a host, and this is '" + address + "'");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    what + " needs an address without user, query and fragment, and this one at the host "
                            + address.getHost() + " has one of them");
        }
        if (address.getRawPath().endsWith("/")) {
            throw new IllegalArgumentException(
                    what + " needs an address without a slash at its end, and this is '" + address + "'");
        }
        return address;
    }

    private static String tooMany(int count) {
        return "has " + count + " models; the limit is " + MAX_MODELS;
    }
}
