package dev.tieline.edge.admission;

import dev.tieline.devices.NodeAddress;
import java.util.Optional;

/** Which nodes elsewhere are worth asking now, as far as this node has seen. */
@FunctionalInterface
public interface Reachability {

    /**
     * Why the node is not worth asking now, since when and until when, as a part of a sentence; empty while it is.
     * Asking this changes nothing.
     */
    Optional<String> obstacle(NodeAddress node);

    /** For a node that has seen nothing: everybody is worth asking. */
    static Reachability unobstructed() {
        return node -> Optional.empty();
    }
}
