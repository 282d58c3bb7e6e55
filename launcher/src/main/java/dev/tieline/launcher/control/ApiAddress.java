package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a controller's API is.
 *
 * @param base the controller's address without a slash at its end
 */
record ApiAddress(String base) {
    private static final int LAST_PORT = 65_535;

    /** @throws CommandFailure if the text is not the base of an http(s) address */
    static ApiAddress of(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw notOne(text, e);
        }
        var plain = address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getPort() <= LAST_PORT;
        if (!plain || address.getHost() == null || !Set.of("http", "https").contains(address.getScheme())) {
            throw notOne(text, null);
        }
        return new ApiAddress(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** The address of a question. The path stands below {@code /api/v1/}, encoded; the query is encoded here. */
    URI of(String path, Map<String, String> query) {
        var words = new TreeMap<>(query)
                .entrySet().stream()
                        .map(each -> segment(each.getKey()) + "=" + segment(each.getValue()))
                        .collect(Collectors.joining("&"));
        return URI.create(base + "/api/v1/" + path + (words.isEmpty() ? "" : "?" + words));
    }

    /** A name as it stands in a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }

    private static CommandFailure notOne(String text, @Nullable Throwable cause) {
        var sentence = "'" + text + "' is not the address of a controller. Maybe it is like http://127.0.0.1:8080";
        return cause == null ? new CommandFailure(sentence) : new CommandFailure(sentence, cause);
    }

    @Override
    public String toString() {
        return base;
    }
}
