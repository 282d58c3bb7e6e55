package dev.tieline.devices;

/**
 * A node with its tenant, written {@code acme/clinic-berlin/gw-1}: unique in the whole fleet.
 *
 * @param tenant whose device it is
 * @param site where it stands
 * @param node which one it is there
 */
public record DeviceId(TenantId tenant, SiteId site, NodeId node) {

    /**
     * The id written as {@code tenant/site/node}.
     *
     * @throws IllegalArgumentException if there are not exactly three parts, or one of them breaks its rule
     */
    public static DeviceId of(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a device id: it needs the form tenant/site/node, such as acme/clinic-berlin/gw-1");
        }
        return new DeviceId(TenantId.of(parts[0]), SiteId.of(parts[1]), NodeId.of(parts[2]));
    }

    public static DeviceId of(TenantId tenant, NodeAddress address) {
        return new DeviceId(tenant, address.site(), address.node());
    }

    public NodeAddress address() {
        return new NodeAddress(site, node);
    }

    @Override
    public String toString() {
        return tenant + "/" + site + "/" + node;
    }
}
