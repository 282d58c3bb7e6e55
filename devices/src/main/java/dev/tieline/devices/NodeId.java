package dev.tieline.devices;

/**
 * The name of a node. One running runtime at a site; unique within its site.
 *
 * @param value 1 to 63 of the characters a-z, 0-9 and -, starting with a letter or digit
 */
public record NodeId(String value) implements Comparable<NodeId> {

    public NodeId {
        Identifier.check("node id", value);
    }

    /** The id of that name. @throws IllegalArgumentException if the name breaks the rule; the message says how */
    public static NodeId of(String value) {
        return new NodeId(value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
