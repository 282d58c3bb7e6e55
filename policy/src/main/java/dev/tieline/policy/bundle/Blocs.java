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
    private final TreeMap<String, Bloc> blocs = new TreeMap<>();

    Blocs(Map<String, List<Membership>> members, Instant notBefore) {
        members.forEach((bloc, all) -> blocs.put(
                bloc,
                new Bloc(all.stream()
                        .map(member -> member.since(notBefore))
                        .flatMap(Optional::stream)
                        .toList())));
    }

    Optional<Bloc> find(String bloc) {
        return Optional.ofNullable(blocs.get(bloc));
    }

    SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(blocs.navigableKeySet());
    }
}
