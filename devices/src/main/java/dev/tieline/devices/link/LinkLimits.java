package dev.tieline.devices.link;

/**
 * How much a link holds at one time.
 *
 * @param maxInFlight published and not yet answered, 1 to 65,535; the broker may lower it. The next publisher waits
 * @param inboundWindow received at QoS 1 and not yet handled, 1 to 65,535: the broker keeps the rest (its Receive
 *     Maximum), so a slow handler slows the broker down, not the link
 * @param inboundQos0 received at QoS 0 and not yet handled; what arrives beyond it is dropped and counted
 * @param maxPacketBytes the largest packet that the broker may send here, in bytes
 */
public record LinkLimits(int maxInFlight, int inboundWindow, int inboundQos0, int maxPacketBytes) {
    private static final int MAX_WINDOW = 65_535;

    /** 64 under way each way, 1,024 at QoS 0, packets of 16 MiB. */
    public static final LinkLimits DEFAULT = new LinkLimits(64, 64, 1_024, 16 * 1024 * 1024);

    public LinkLimits {
        check("maxInFlight", maxInFlight, 1, MAX_WINDOW);
        check("inboundWindow", inboundWindow, 1, MAX_WINDOW);
        check("inboundQos0", inboundQos0, 1, 1_000_000);
        check("maxPacketBytes", maxPacketBytes, 1_024, 256 * 1024 * 1024);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must lie in " + min + ".." + max + ", and it is " + value);
        }
    }
}
