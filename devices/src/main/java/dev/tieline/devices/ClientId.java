package dev.tieline.devices;

/**
 * The name of a client of a site's broker that is no node: a sensor, a programmable controller, an application. Unique
 * within its site.
 *
 * @param value 1 to 63 of the characters a-z, 0-9 and -, starting with a letter or digit
 */
public record ClientId(String value) implements Comparable<ClientId> {

    public ClientId {
        Identifier.check("client id", value);
    }

    /** The id of that name. @throws IllegalArgumentException if the name breaks the rule; the message says how */
    public static ClientId of(String value) {
        return new ClientId(value);
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
