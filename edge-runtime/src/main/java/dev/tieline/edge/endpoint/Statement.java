package dev.tieline.edge.endpoint;

import dev.tieline.devices.wire.WorkHeaders;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of its call beside the body: in HTTP headers, gRPC metadata or MQTT user properties, which all have
 * the same names but for their case.
 *
 * @param classes the data classes that it names, as written
 * @param tags its tags, each text a list with commas
 * @param purposes what the result is for; more than one that differ are refused
 * @param timeout how long it waits, where the protocol says so beside the body; positive
 * @param traceparent the W3C trace context; null where there is none or it is malformed
 */
public record Statement(
        List<String> classes,
        List<String> tags,
        List<String> purposes,
        @Nullable Duration timeout,
        @Nullable String traceparent) {

    /** Nothing is said. */
    public static final Statement NONE = new Statement(List.of(), List.of(), List.of(), null, null);

    public Statement {
        classes = List.copyOf(classes);
        tags = List.copyOf(tags);
        purposes = List.copyOf(purposes);
    }

    /**
     * Reads what stands under the names {@code tieline-class}, {@code tieline-tags}, {@code tieline-purpose} and
     * {@code traceparent}.
     *
     * @param values all values of a name, which is given in lower case
     */
    public static Statement read(Function<String, List<String>> values) {
        var traces = values.apply("traceparent");
        return new Statement(
                values.apply("tieline-class"),
                values.apply("tieline-tags"),
                values.apply("tieline-purpose"),
                null,
                traces.size() == 1 && WorkHeaders.isTraceparent(traces.getFirst()) ? traces.getFirst() : null);
    }

    /** The same of a caller that waits so long, which is positive. */
    public Statement withTimeout(Duration newTimeout) {
        return new Statement(classes, tags, purposes, newTimeout, traceparent);
    }
}
