package dev.tieline.edge.endpoint.grpc;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code grpc-timeout}: 1 to 8 digits and a unit (grpc/grpc, {@code doc/PROTOCOL-HTTP2.md}). */
final class CallTimeout {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})([HMSmun])");

    private CallTimeout() {}

    /**
     * How long the caller waits; null if it does not say. One that waits no time at all is given the shortest there is, in
     * which nothing can be answered.
     *
     * @throws InferenceException if it cannot be read
     */
    static @Nullable Duration read(MultiMap metadata) {
        var said = metadata.get("grpc-timeout");
        if (said == null) {
            return null;
        }
        var parts = FORM.matcher(said);
        if (!parts.matches()) {
            throw new InvalidRequest(
                            "The metadata grpc-timeout must be 1 to 8 digits and one of the units H, M, S, m, u"
                                    + " and n, and it is '" + said + "'.")
                    .asException();
        }
        var timeout = Duration.of(Long.parseLong(parts.group(1)), unit(parts.group(2)));
        return timeout.isZero() ? Duration.ofNanos(1) : timeout;
    }

    private static TemporalUnit unit(String letter) {
        return switch (letter) {
            case "H" -> ChronoUnit.HOURS;
            case "M" -> ChronoUnit.MINUTES;
            case "S" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MILLIS;
            case "u" -> ChronoUnit.MICROS;
            default -> ChronoUnit.NANOS;
        };
    }
}
