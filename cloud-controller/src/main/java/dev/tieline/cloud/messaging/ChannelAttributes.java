package dev.tieline.cloud.messaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The attributes of one channel, as they are written. Every error names the channel, the attribute, its value and what
 * would be legal.
 */
final class ChannelAttributes {
    /** What reactive messaging itself reads from a channel. */
    private static final Set<String> COMMON = Set.of(
            "connector",
            "channel-name",
            "enabled",
            "broadcast",
            "merge",
            "concurrency",
            "pausable",
            "initially-paused",
            "late-subscription",
            "buffer-size",
            "buffer-strategy");

    private final String channel;
    private final Config config;

    /** @throws IllegalArgumentException if the channel has an attribute that is neither common nor among the known */
    ChannelAttributes(Config config, Set<String> known) {
        this.config = config;
        this.channel = config.getValue("channel-name", String.class);
        var legal = Stream.concat(COMMON.stream(), known.stream())
                .map(ChannelAttributes::asVariable)
                .collect(Collectors.toSet());
        var unknown = new TreeSet<String>();
        for (var name : config.getPropertyNames()) {
            if (!legal.contains(asVariable(name))) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the channel '" + channel + "' has the unknown attribute "
                    + String.join(", ", unknown) + "; there are " + String.join(", ", new TreeSet<>(known)));
        }
    }

    String channel() {
        return channel;
    }

    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A text that passes the check, if there is one. */
    Optional<String> text(String name, Consumer<String> check) {
        var text = text(name);
        text.ifPresent(value -> {
            try {
                check.accept(value);
            } catch (IllegalArgumentException e) {
                throw wrong(name, value, String.valueOf(e.getMessage()));
            }
        });
        return text;
    }

    int number(String name, int otherwise, int min, int max) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text.get(), "it must be a whole number from " + min + " to " + max, e);
        }
        throw wrong(name, text.get(), "it must be a whole number from " + min + " to " + max);
    }

    boolean flag(String name, boolean otherwise) {
        return text(name)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw wrong(name, value, "it must be true or false");
                })
                .orElse(otherwise);
    }

    <E extends Enum<E>> E choice(String name, E otherwise) {
        var choices = otherwise.getDeclaringClass().getEnumConstants();
        return text(name)
                .map(value -> Arrays.stream(choices)
                        .filter(choice -> word(choice).equals(value))
                        .findFirst()
                        .orElseThrow(() -> wrong(
                                name,
                                value,
                                "it must be "
                                        + Arrays.stream(choices)
                                                .map(ChannelAttributes::word)
                                                .collect(Collectors.joining(" or ")))))
                .orElse(otherwise);
    }

    IllegalArgumentException missing(String name, String meaning) {
        return new IllegalArgumentException(
                "the channel '" + channel + "' has no attribute " + name + ": it needs " + meaning);
    }

    private IllegalArgumentException wrong(String name, String value, String legal) {
        return new IllegalArgumentException("the channel '" + channel + "' has the attribute " + name
                + " with the value '" + value + "': " + legal);
    }

    private IllegalArgumentException wrong(String name, String value, String legal, Throwable cause) {
        var wrong = wrong(name, value, legal);
        wrong.initCause(cause);
        return wrong;
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** Attributes may come from environment variables, which know neither case nor hyphens. */
    private static String asVariable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
    }
}
