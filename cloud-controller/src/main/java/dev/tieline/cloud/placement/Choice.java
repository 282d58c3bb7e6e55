package dev.tieline.cloud.placement;

import dev.tieline.devices.NodeAddress;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node that holds, or shall hold, the model of a deployment.
 *
 * @param node which
 * @param total its score, 0 to 100; 0 for one that retires
 * @param scores what the total was made of, each 0 to 100, by scorer; none for one that retires
 * @param state how it came to its place
 */
public record Choice(NodeAddress node, int total, SortedMap<String, Integer> scores, ChoiceState state) {
    public Choice {
        scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
    }

    static Choice retiring(NodeAddress node) {
        return new Choice(node, 0, new TreeMap<>(Map.of()), ChoiceState.RETIRING);
    }

    public boolean retires() {
        return state == ChoiceState.RETIRING;
    }
}
