package dev.tieline.policy.bundle;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The bundles that decide together: at most one of each level, of which each narrows what those above it permit. Made by
 * {@link PolicySetReader}; immutable.
 *
 * <p>Their tags, purposes and blocs are common to all of them. A set without a bundle of the level platform can be read
 * and checked, but it permits nothing that leaves a node; its forbids count.
 */
public final class PolicySet {
    private final List<PolicyBundle> bundles;
    private final Instant lastBeginning;
    private final Instant firstExpiry;

    /** @param bundles of different levels, in any order; at least one */
    PolicySet(List<PolicyBundle> bundles) {
        this.bundles = bundles.stream()
                .sorted(Comparator.comparing(PolicyBundle::level))
                .toList();
        this.lastBeginning = Collections.max(bundles, Comparator.comparing(PolicyBundle::notBefore))
                .notBefore();
        this.firstExpiry = Collections.min(bundles, Comparator.comparing(PolicyBundle::expires))
                .expires();
    }

    /** From the widest level to the narrowest; never empty. */
    public List<PolicyBundle> bundles() {
        return bundles;
    }

    /** The bundle of the level platform, without which nothing may leave a node. */
    public Optional<PolicyBundle> platform() {
        return find(Level.PLATFORM);
    }

    /** The tags that the bundles declare. Any other tag is an unknown value. */
    public SortedSet<String> tags() {
        return united(PolicyBundle::tags);
    }

    /** The purposes that the bundles declare. Any other purpose is an unknown value. */
    public SortedSet<String> purposes() {
        return united(PolicyBundle::purposes);
    }

    private SortedSet<String> united(Function<PolicyBundle, SortedSet<String>> names) {
        return bundles.stream()
                .flatMap(bundle -> names.apply(bundle).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The bundle of a level, if there is one. */
    public Optional<PolicyBundle> find(Level level) {
        return bundles.stream().filter(bundle -> bundle.level() == level).findFirst();
    }

    /** The widest bundle that comes into force after the moment, if there is one. */
    public Optional<PolicyBundle> notBegun(Instant at) {
        return bundles.stream().filter(bundle -> !bundle.begun(at)).findFirst();
    }

    /** The widest bundle that has expired by the moment, if there is one. */
    public Optional<PolicyBundle> expired(Instant at) {
        return bundles.stream().filter(bundle -> bundle.expired(at)).findFirst();
    }

    /** Whether there is a bundle of the level platform. */
    boolean complete() {
        return bundles.getFirst().level() == Level.PLATFORM;
    }

    boolean allBegun(Instant at) {
        return !at.isBefore(lastBeginning);
    }

    boolean anyExpired(Instant at) {
        return !at.isBefore(firstExpiry);
    }

    /** Such as {@code acme-eu version 42, clinic version 3}. */
    @Override
    public String toString() {
        return bundles.stream().map(PolicyBundle::toString).collect(Collectors.joining(", "));
    }
}
