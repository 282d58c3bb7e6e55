package dev.tieline.edge.endpoint;

import dev.tieline.devices.web.BrowserRule;
import dev.tieline.devices.web.HostNames;
import dev.tieline.devices.web.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for the head of every request, before anything else is asked of it: how long it may be, and which pages in a
 * browser may have sent it. The server has limits of its own, which lie above these and are answered with a bare status:
 * it does not read on, and so does not know what was asked.
 */
public final class HeadRules {
    /** The longest path with its query, in characters. */
    public static final int URI = 8 << 10;
    /** All names and values of headers, in characters. */
    public static final int HEADERS = 16 << 10;

    /** What monitoring reads: it knows nodes by whatever name, and learns how much they are asked, never what. */
    private static final List<String> OPEN = List.of("/metrics", "/v2/health/");

    private final BrowserRule browsers;

    /** @param names the names that the node is reached by */
    public HeadRules(HostNames names) {
        this.browsers = new BrowserRule(names, OPEN);
    }

    /** Why a request goes no further, in a sentence. */
    public sealed interface Refusal {
        String message();

        record UriTooLong(String message) implements Refusal {}

        record HeadersTooLarge(String message) implements Refusal {}

        record ForbiddenOrigin(String message) implements Refusal {}
    }

    /**
     * Why a request is refused; empty if it is not.
     *
     * @param uri the path with its query
     * @param headers names and values
     */
    public Optional<Refusal> refusal(
            RequestHead head, String uri, Iterable<? extends Map.Entry<String, String>> headers) {
        return tooLong(uri, headers).or(() -> browsers.refusal(head).map(Refusal.ForbiddenOrigin::new));
    }

    /**
     * Why a call over gRPC is refused; empty if it is not. No page can send one to a server that it has made its own by a
     * name: browsers speak HTTP/2 over TLS alone, where the certificate would have another name. So the name does not
     * matter, which clients choose as they like.
     */
    public Optional<Refusal> refusalOfCall(
            RequestHead head, String uri, Iterable<? extends Map.Entry<String, String>> headers) {
        return tooLong(uri, headers).or(() -> browsers.foreignPage(head).map(Refusal.ForbiddenOrigin::new));
    }

    private static Optional<Refusal> tooLong(String uri, Iterable<? extends Map.Entry<String, String>> headers) {
        if (uri.length() > URI) {
            return Optional.of(new Refusal.UriTooLong(
                    "The path of the request has " + uri.length() + " characters; the limit is " + URI + "."));
        }
        int length = 0;
        for (var header : headers) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length <= HEADERS
                ? Optional.empty()
                : Optional.of(new Refusal.HeadersTooLarge(
                        "The headers of the request have " + length + " characters; the limit is " + HEADERS + "."));
    }
}
