package dev.tieline.devices.wire;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.HeaderException.Problem;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the user properties of a message that arrived, none of which is trusted. */
final class HeaderReader {
    private final MessageProperties properties;

    /**
     * @param known the properties that may stand here; another one whose name starts with {@code tieline-} could be a
     *     restriction that this release does not know, so it is an error, and properties of other names are not ours
     */
    HeaderReader(MessageProperties properties, Header... known) {
        this.properties = properties;
        var names = Stream.of(known).map(Header::property).collect(Collectors.toUnmodifiableSet());
        properties.user().keySet().forEach(name -> checkKnown(name, names));
        properties.repeated().keySet().stream()
                .filter(names::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new HeaderException(name, Problem.REPEATED, "stands in the message more than once");
                });
    }

    String required(Header header) {
        var value = optional(header);
        if (value == null) {
            throw header.missing();
        }
        return value;
    }

    @Nullable String optional(Header header) {
        var value = properties.user().get(header.property());
        return value == null ? null : header.check(value);
    }

    <T> T required(Header header, Function<String, T> parse) {
        return convert(header, required(header), parse);
    }

    <T> @Nullable T optional(Header header, Function<String, T> parse) {
        var value = optional(header);
        return value == null ? null : convert(header, value, parse);
    }

    private static <T> T convert(Header header, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (HeaderException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw header.invalid(value, String.valueOf(e.getMessage()));
        }
    }

    private static void checkKnown(String name, Set<String> known) {
        if (name.startsWith(Header.PREFIX) && !known.contains(name)) {
            var shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
            throw new HeaderException(
                    shown.replaceAll("\\p{Cc}", "?"),
                    Problem.UNKNOWN,
                    "is not known here. Maybe the sender is of a newer release");
        }
    }
}
