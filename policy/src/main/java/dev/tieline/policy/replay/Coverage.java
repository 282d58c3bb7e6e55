package dev.tieline.policy.replay;

import dev.tieline.policy.document.Place;
import java.util.List;

/**
 * Which parts of a policy are decided by a case: rules, the clauses of their hops, and defaults.
 *
 * @param items all parts, in the order of the files
 */
public record Coverage(List<Item> items) {

    /**
     * A part of a policy.
     *
     * @param place where it stands
     * @param name what it is, such as {@code rule a, hops.relay} or {@code default personal}
     * @param decided whether a case is decided by it
     */
    public record Item(Place place, String name, boolean decided) {}

    public Coverage {
        items = List.copyOf(items);
    }

    public List<Item> undecided() {
        return items.stream().filter(item -> !item.decided()).toList();
    }

    /** How many parts are decided by a case. */
    public int decided() {
        return items.size() - undecided().size();
    }

    /** How many of a hundred parts are, rounded down; all of them where there are no parts. */
    public int percent() {
        return items.isEmpty() ? 100 : Math.toIntExact(100L * decided() / items.size());
    }
}
