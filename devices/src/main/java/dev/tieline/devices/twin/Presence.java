package dev.tieline.devices.twin;

import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether a node takes work: what it says itself while it lives, and what the broker says for it (its will) when its
 * connection breaks.
 *
 * @param state what it is ready for
 * @param birth the sequence number of the connection that this is about, 1 or more, higher on each connect
 */
public record Presence(State state, long birth) {

    /** What a node is ready for. */
    public enum State {
        /** It takes work. */
        READY,
        /** It finishes what it has and takes nothing new. */
        DRAINING,
        /** Its connection broke. */
        LOST;

        /** The state as messages write it, such as {@code ready}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Presence {
        Birth.checkSequence(birth);
    }

    /**
     * Reads a presence.
     *
     * @param source the name that errors give, usually the topic
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static Presence read(String source, String text) {
        var map = YamlReader.read(source, text).asMap().only("state", "birth");
        var word = map.get("state").asScalar();
        var state = Arrays.stream(State.values())
                .filter(known -> known.word().equals(word.string()))
                .findFirst()
                .orElseThrow(
                        () -> word.error("unknown state '" + word.string() + "'. Legal here: ready, draining, lost"));
        return new Presence(state, Birth.sequence(map.get("birth")));
    }

    /**
     * Whether this still counts for a node whose last known birth is the given one. A {@code lost} that an earlier
     * connection left behind says nothing about the present one.
     */
    public boolean countsAfter(long lastBirth) {
        return birth >= lastBirth;
    }

    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("state", state.word());
            json.writeNumberField("birth", birth);
            json.writeEndObject();
        });
    }
}
