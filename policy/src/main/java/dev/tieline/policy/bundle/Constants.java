package dev.tieline.policy.bundle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The listed constants of one enumeration: a set to look them up, and their order in the file for people. */
final class Constants<E extends Enum<E>> {
    private final List<E> inOrder;
    private final EnumSet<E> set;

    /** @param constants at least one */
    Constants(Set<E> constants) {
        this.inOrder = List.copyOf(constants);
        this.set = EnumSet.copyOf(constants);
    }

    boolean contains(E constant) {
        return set.contains(constant);
    }

    String joined(String delimiter) {
        return inOrder.stream().map(Enum::toString).collect(Collectors.joining(delimiter));
    }
}
