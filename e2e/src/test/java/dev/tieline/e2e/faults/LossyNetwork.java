package dev.tieline.e2e.faults;

import dev.tieline.launcher.process.ChildSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network of its own for a process and those that it starts: a loopback interface that drops packets from and to one
 * TCP port at random. Nothing else can be reached from it, and it ends with the last process in it.
 */
public final class LossyNetwork {
    private static final List<String> NETWORK = List.of("--net");

    /** Each way of the connection loses packets. */
    private static final String DROP =
            "iptables -w -A INPUT -i lo -p tcp --%s $1 -m statistic --mode random --probability $2 -j DROP";

    private static final String MAKE = String.join(
            " && ", "ip link set lo up", DROP.formatted("dport"), DROP.formatted("sport"), "shift 2", "exec \"$@\"");

    private final int port;
    private final double loss;

    private LossyNetwork(int port, double loss) {
        this.port = port;
        this.loss = loss;
    }

    /**
     * Such a network. Aborts the test where there can be none.
     *
     * @param port whose packets are lost; it need not be free, since it is another network's
     * @param loss the share of them, between 0 and 1
     */
    public static LossyNetwork losing(int port, double loss) {
        var network = new LossyNetwork(port, loss);
        Namespaces.need("networks that lose packets", network.command(List.of("true")));
        return network;
    }

    /** The same process, started in this network. */
    public ChildSpec under(ChildSpec spec) {
        return new ChildSpec(spec.name(), command(spec.command()), spec.environment());
    }

    private List<String> command(List<String> command) {
        var share = String.format(Locale.ROOT, "%.4f", loss);
        var all = new ArrayList<>(List.of("sh", "-c", MAKE, "sh", Integer.toString(port), share));
        all.addAll(command);
        return Namespaces.creating(NETWORK, all);
    }
}
