package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy bundle that was read completely and without error. Made by {@link PolicyBundleReader}; immutable. */
public final class PolicyBundle {
    private final BundleHead head;
    private final Vocabulary vocabulary;
    private final Blocs blocs;
    private final Map<DataClass, Effect> defaults;
    private final List<ForbidRule> forbids;
    private final List<PermitRule> permits;
    private final List<PolicyCase> tests;
    private final String sha256;

    PolicyBundle(
            BundleHead head,
            Vocabulary vocabulary,
            Blocs blocs,
            Map<DataClass, Effect> defaults,
            List<Rule> rules,
            List<PolicyCase> tests,
            String sha256) {
        this.head = head;
        this.vocabulary = vocabulary;
        this.blocs = blocs;
        this.defaults = Map.copyOf(defaults);
        this.forbids = inOrder(ForbidRule.class, rules);
        this.permits = inOrder(PermitRule.class, rules);
        this.tests = List.copyOf(tests);
        this.sha256 = sha256;
    }

    private static <R extends Rule> List<R> inOrder(Class<R> kind, List<Rule> rules) {
        return rules.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }

    public String id() {
        return head.id();
    }

    /** Counts up with each change of the bundle, from 1. */
    public long version() {
        return head.version();
    }

    public Level level() {
        return head.level();
    }

    /** The first moment at which the bundle is in force. */
    public Instant notBefore() {
        return head.notBefore();
    }

    /** The first moment at which the bundle is expired. */
    public Instant expires() {
        return head.expires();
    }

    /** The tags that the bundle declares. Any other tag is an unknown value. */
    public SortedSet<String> tags() {
        return vocabulary.tags();
    }

    /** The purposes that the bundle declares. Any other purpose is an unknown value. */
    public SortedSet<String> purposes() {
        return vocabulary.purposes();
    }

    /** What is decided where no rule decides; a class without an entry is denied. */
    public Map<DataClass, Effect> defaults() {
        return defaults;
    }

    /** The names of the blocs that the bundle may use: those that it declares and those that are built in. */
    public SortedSet<String> blocs() {
        return blocs.names();
    }

    /** The ids of all rules. */
    public SortedSet<String> rules() {
        return Stream.of(forbids, permits)
                .flatMap(List::stream)
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The cases that the bundle brings to test itself by, in the order of the file; none decides anything. */
    public List<PolicyCase> tests() {
        return tests;
    }

    /** In order of their ids. */
    List<ForbidRule> forbids() {
        return forbids;
    }

    /** In order of their ids. */
    List<PermitRule> permits() {
        return permits;
    }

    /** The SHA-256 of the bundle's bytes, in 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Such as {@code acme-eu version 42}. */
    @Override
    public String toString() {
        return id() + " version " + version();
    }
}
