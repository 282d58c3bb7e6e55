package dev.tieline.devices.web;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request says of whoever sent it.
 *
 * @param scheme {@code http} or {@code https}, as the server sees it
 * @param authority the value of {@code Host} or {@code :authority}: the server's name and port as the sender knows them;
 *     null where it does not say
 * @param header the value of a header by its name in lower case; null where there is none
 */
public record RequestHead(
        String method,
        String path,
        String scheme,
        @Nullable String authority,
        Function<String, @Nullable String> header) {

    /** The value of a header. */
    Optional<String> value(String name) {
        return Optional.ofNullable(header.apply(name));
    }

    /** Whether it only reads. */
    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
