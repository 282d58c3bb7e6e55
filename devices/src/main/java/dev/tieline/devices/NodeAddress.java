package dev.tieline.devices;

import java.util.Comparator;

/**
 * Where a node stands within its tenant, written {@code eu-central/fra-1}.
 *
 * @param site the site whose facts the node shares
 * @param node the node at that site
 */
public record NodeAddress(SiteId site, NodeId node) implements Comparable<NodeAddress> {
    private static final Comparator<NodeAddress> ORDER =
            Comparator.comparing(NodeAddress::site).thenComparing(NodeAddress::node);

    /**
     * The address written as {@code site/node}.
     *
     * @throws IllegalArgumentException if there is not exactly one slash, or one of the ids breaks its rule
     */
    public static NodeAddress of(String text) {
        var slash = text.indexOf('/');
        if (slash < 0 || slash != text.lastIndexOf('/')) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a node address: it needs the form site/node, such as eu-central/fra-1");
        }
        return new NodeAddress(SiteId.of(text.substring(0, slash)), NodeId.of(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(NodeAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return site + "/" + node;
    }
}
