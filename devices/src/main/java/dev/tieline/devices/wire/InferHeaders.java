package dev.tieline.devices.wire;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.HeaderException.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a local device says of its request beside the body, its statement about the data apart.
 *
 * <p>A device's client may be anybody's, and add what it likes: unlike in work, a property that is not known is no error
 * here, and names are compared without regard to case, so that those of the HTTP headers serve. One that stands several
 * times must say the same each time.
 *
 * @param version the version of the model, as written; any where it is null
 * @param timeout how long the device waits, positive; null where it does not say
 * @param headerLength how many bytes of the body are JSON, as written; null where the device does not say
 */
public record InferHeaders(
        @Nullable String version,
        @Nullable Duration timeout,
        @Nullable String headerLength) {

    /**
     * Reads the headers of a request that arrived.
     *
     * @throws HeaderException if one stands several times with different values, or the budget is not one
     */
    public static InferHeaders read(MessageProperties properties) {
        var budget = single(properties, Header.BUDGET);
        return new InferHeaders(
                single(properties, Header.VERSION),
                budget == null ? null : micros(Header.BUDGET.check(budget)),
                single(properties, Header.HEADER_LENGTH));
    }

    /** All values of a user property in order, whatever the case of its name. */
    public static List<String> values(MessageProperties properties, String name) {
        return properties.user().entrySet().stream()
                .filter(property -> property.getKey().equalsIgnoreCase(name))
                .flatMap(property -> Optional.ofNullable(properties.repeated().get(property.getKey()))
                        .map(List::stream)
                        .orElseGet(() -> Stream.of(property.getValue())))
                .toList();
    }

    private static @Nullable String single(MessageProperties properties, Header header) {
        var values = values(properties, header.property()).stream().distinct().toList();
        if (values.size() > 1) {
            throw new HeaderException(
                    header.property(), Problem.REPEATED, "stands in the message more than once, with different values");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Duration micros(String digits) {
        return Duration.ofNanos(Math.multiplyExact(Long.parseLong(digits), 1_000L));
    }
}
