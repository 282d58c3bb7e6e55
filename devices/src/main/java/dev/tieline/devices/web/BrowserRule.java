package dev.tieline.devices.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which requests are refused because a page of somebody else may have sent them: a browser says of itself where its page
 * comes from ({@code Sec-Fetch-Site}, W3C Fetch Metadata, and {@code Origin}, RFC 6454), and a page that reached the
 * server by a name of its own says that name ({@code Host}). Other programs send neither, and are not concerned.
 *
 * <p>A link of another page may lead here: it only reads, and its page sees nothing of the answer.
 */
public final class BrowserRule {
    private final HostNames names;
    private final List<String> open;

    /**
     * Makes the rule.
     *
     * @param names the names that the server is reached by
     * @param open the beginnings of paths that anybody reads by whatever name, such as what monitoring asks for
     */
    public BrowserRule(HostNames names, List<String> open) {
        this.names = names;
        this.open = List.copyOf(open);
    }

    /** Why a request is refused, in a sentence; empty if it is not. */
    public Optional<String> refusal(RequestHead head) {
        return foreignPage(head).or(() -> foreignName(head));
    }

    /** Why a request is refused whatever name it knows the server by. */
    public Optional<String> foreignPage(RequestHead head) {
        var site = head.value("sec-fetch-site");
        if (site.isPresent()) {
            return site.filter(said -> !said.equals("same-origin") && !said.equals("none") && !isLink(head))
                    .map(said -> "A page of another origin sent this request (Sec-Fetch-Site: " + said
                            + "), which only pages of this server may. Maybe ask from a program.");
        }
        return head.value("origin")
                .filter(origin -> !origin.equalsIgnoreCase(own(head)))
                .map(origin -> "A page of '" + origin
                        + "' sent this request, which only pages of this server may. Maybe" + " ask from a program.");
    }

    private Optional<String> foreignName(RequestHead head) {
        if (head.authority() == null || names.include(head.authority()) || (head.reads() && isOpen(head.path()))) {
            return Optional.empty();
        }
        return Optional.of("This server does not go by the name '" + head.authority()
                + "'. Maybe ask by its address, or add the name to " + names.setting() + ".");
    }

    /** A navigation that fills the whole tab, and no frame of the other page. */
    private static boolean isLink(RequestHead head) {
        return head.reads()
                && head.value("sec-fetch-mode").filter("navigate"::equals).isPresent()
                && head.value("sec-fetch-dest").filter("document"::equals).isPresent();
    }

    private boolean isOpen(String path) {
        return open.stream().anyMatch(path::startsWith);
    }

    /** The origin of the server's own pages as the sender knows it; browsers leave the usual port out. */
    private static String own(RequestHead head) {
        var scheme = head.scheme().toLowerCase(Locale.ROOT);
        var usual = scheme.equals("https") ? ":443" : ":80";
        var authority = String.valueOf(head.authority());
        return scheme + "://"
                + (authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority);
    }
}
