package dev.tieline.policy.bundle;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** The blocs that a bundle may name, each with all its members: those of the blocs within it are among them. */
final class Blocs {
    private final TreeMap<String, List<Membership>> members;

    Blocs(Map<String, List<Membership>> members) {
        this.members = new TreeMap<>(members);
    }

    Optional<List<Membership>> find(String bloc) {
        return Optional.ofNullable(members.get(bloc));
    }

    SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(members.navigableKeySet());
    }
}
