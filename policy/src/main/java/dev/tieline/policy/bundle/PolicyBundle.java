package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy bundle that was read completely and without error. Made by {@link PolicySetReader}; immutable. */
public final class PolicyBundle {
    private final BundleHead head;
    private final Vocabulary vocabulary;
    private final Blocs blocs;
    private final Map<DataClass, Effect> defaults;
    private final List<ForbidRule> forbids;
    private final List<PermitRule> permits;
    private final RuleIndex forbidIndex;
    private final RuleIndex permitIndex;
    private final List<Rule> onTrial;
    private final Set<Action> permitted;
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
        this.forbids = enforced(ForbidRule.class, rules);
        this.permits = enforced(PermitRule.class, rules);
        this.forbidIndex = new RuleIndex(forbids);
        this.permitIndex = new RuleIndex(permits);
        this.onTrial = inOrder(rules.stream().filter(rule -> rule.mode() == Mode.AUDIT));
        this.permitted = permits.stream()
                .flatMap(permit -> permit.request().actions().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.tests = List.copyOf(tests);
        this.sha256 = sha256;
    }

    private static <R extends Rule> List<R> enforced(Class<R> kind, List<Rule> rules) {
        return inOrder(rules.stream()
                .filter(rule -> rule.mode() == Mode.ENFORCE)
                .filter(kind::isInstance)
                .map(kind::cast));
    }

    private static <R extends Rule> List<R> inOrder(Stream<R> rules) {
        return rules.sorted(Comparator.comparing(Rule::id)).toList();
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

    /** The tags that the bundle declares. Any other tag, unless a bundle beside it declares it, is an unknown value. */
    public SortedSet<String> tags() {
        return vocabulary.tags();
    }

    /** The purposes that the bundle declares. Any other purpose, unless a bundle beside it declares it, is an unknown value. */
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
        return Stream.of(forbids, permits, onTrial)
                .flatMap(List::stream)
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The cases that the bundle brings to test itself by, in the order of the file; none decides anything. */
    public List<PolicyCase> tests() {
        return tests;
    }

    /** Whether the bundle is in force at the moment, or was before. */
    boolean begun(Instant at) {
        return !at.isBefore(head.notBefore());
    }

    boolean expired(Instant at) {
        return !at.isBefore(head.expires());
    }

    /** The forbids that have a say, in order of their ids. */
    List<ForbidRule> forbids() {
        return forbids;
    }

    /** The permits that have a say, in order of their ids. */
    List<PermitRule> permits() {
        return permits;
    }

    /** Whether one of the forbids that have a say matches. */
    boolean forbids(PolicyRequest request) {
        return forbidIndex.anyMatches(request);
    }

    /** Whether one of the permits that have a say matches. */
    boolean permits(PolicyRequest request) {
        return permitIndex.anyMatches(request);
    }

    /**
     * Whether the bundle denies a request that none of its permits matches: at the level platform by the default of the
     * data's class, at a lower one if it has permits for the action.
     */
    boolean denies(PolicyRequest request) {
        return level() == Level.PLATFORM
                ? defaults.get(request.label().dataClass()) != Effect.ALLOW
                : permitted.contains(request.action());
    }

    /** The rules of mode {@code audit}, in order of their ids. */
    List<Rule> onTrial() {
        return onTrial;
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
