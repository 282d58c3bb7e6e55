package dev.tieline.policy;

import java.util.List;

/**
 * The ordered hops that data takes after the asking node: broker, executor, broker of the reply.
 *
 * @param hops the hops; none if the data stays on the node that asked
 */
public record TransferPath(List<Hop> hops) {

    /** The path of data that stays on the node that asked. */
    public static final TransferPath EMPTY = new TransferPath(List.of());

    public TransferPath {
        hops = List.copyOf(hops);
    }

    public static TransferPath of(Hop... hops) {
        return new TransferPath(List.of(hops));
    }

    public boolean isEmpty() {
        return hops.isEmpty();
    }
}
