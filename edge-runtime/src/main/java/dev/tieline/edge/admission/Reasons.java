package dev.tieline.edge.admission;

import dev.tieline.devices.NodeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why each of some nodes did not serve a call, told so that people can read it however many there are: nodes with the
 * same reason are named together, and of many only the first.
 */
public final class Reasons {
    private static final int NODES_NAMED = 4;
    private static final int REASONS_NAMED = 4;

    private final LinkedHashMap<String, List<NodeAddress>> byReason = new LinkedHashMap<>();

    /** Adds what is to be said of a node. */
    public Reasons add(NodeAddress node, String reason) {
        byReason.computeIfAbsent(reason, unheard -> new ArrayList<>()).add(node);
        return this;
    }

    public boolean isEmpty() {
        return byReason.isEmpty();
    }

    /** Such as {@code us-east/va-1, us-east/va-2: busy; eu-central/fra-1: no answer in time}. */
    @Override
    public String toString() {
        var told = byReason.entrySet().stream()
                .limit(REASONS_NAMED)
                .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
                .collect(Collectors.joining("; "));
        long untold = byReason.values().stream()
                .skip(REASONS_NAMED)
                .mapToLong(List::size)
                .sum();
        return untold == 0 ? told : told + "; and " + untold + " more for other reasons";
    }

    private static String named(List<NodeAddress> nodes) {
        var first = nodes.stream().limit(NODES_NAMED).map(NodeAddress::toString).collect(Collectors.joining(", "));
        int more = nodes.size() - NODES_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
