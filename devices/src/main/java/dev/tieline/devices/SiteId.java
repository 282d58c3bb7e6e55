package dev.tieline.devices;

/**
 * The name of a site. A place with legal facts of its own: a clinic, a plant, a cloud region, a broker, the controller.
 *
 * @param value 1 to 63 of the characters a-z, 0-9 and -, starting with a letter or digit
 */
public record SiteId(String value) implements Comparable<SiteId> {

    public SiteId {
        Identifier.check("site id", value);
    }

    /** The id of that name. @throws IllegalArgumentException if the name breaks the rule; the message says how */
    public static SiteId of(String value) {
        return new SiteId(value);
    }

    @Override
    public int compareTo(SiteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
