package dev.tieline.policy.bundle;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The blocs that a bundle may name, each with all its members: those of the blocs within it are among them, those that
 * left before the bundle came into force are not.
 */
final class Blocs {
    private final TreeMap<String, List<Membership>> members;

    Blocs(Map<String, List<Membership>> members, Instant notBefore) {
        this.members = new TreeMap<>();
        members.forEach((bloc, all) -> this.members.put(
                bloc,
                all.stream()
                        .map(member -> member.since(notBefore))
                        .flatMap(Optional::stream)
                        .toList()));
    }

    Optional<List<Membership>> find(String bloc) {
        return Optional.ofNullable(members.get(bloc));
    }

    SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(members.navigableKeySet());
    }
}
