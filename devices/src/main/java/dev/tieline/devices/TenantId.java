package dev.tieline.devices;

/**
 * The name of a tenant. An organisation that the runtime serves; its messages share no topic with another tenant's.
 *
 * @param value 1 to 63 of the characters a-z, 0-9 and -, starting with a letter or digit
 */
public record TenantId(String value) implements Comparable<TenantId> {

    public TenantId {
        Identifier.check("tenant id", value);
    }

    /** The id of that name. @throws IllegalArgumentException if the name breaks the rule; the message says how */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
