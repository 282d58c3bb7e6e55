package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyDecision.Deny;
import dev.tieline.policy.PolicyDecision.Permit;
import dev.tieline.policy.PolicyRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns the ground of a decision into the decision: deciding rule, sentence, near misses. */
final class Reasons {
    private static final Comparator<Misfit> HOPS_FIRST = Comparator.comparing(miss -> miss.at() == null);
    private static final String STAYS = "the path is empty: the data stays on the node that asked";
    private static final String ONLY_STAYING = "; only what stays on the node that asked is permitted";

    private final PolicySet policy;
    private final PolicyRequest request;

    private Reasons(PolicySet policy, PolicyRequest request) {
        this.policy = policy;
        this.request = request;
    }

    static PolicyDecision withoutPolicy(PolicyRequest request, String why) {
        return request.path().isEmpty()
                ? new Permit(null, STAYS, List.of(), List.of(), List.of())
                : Deny.because(noBundle(why));
    }

    private static String noBundle(String why) {
        return "there is no valid bundle: " + why + ONLY_STAYING;
    }

    static PolicyDecision decision(PolicySet policy, PolicyRequest request, Ground ground) {
        return new Reasons(policy, request).decision(ground);
    }

    /** The denial by a forbid of bundles that need not be a whole policy. */
    static PolicyDecision forbidden(PolicySet bundles, PolicyRequest request) {
        return new Reasons(bundles, request).forbidden();
    }

    private PolicyDecision decision(Ground ground) {
        return switch (ground) {
            case FORBID -> forbidden();
            case EMPTY_PATH -> permit(STAYS);
            case NO_PLATFORM -> deny(noBundle("none of the level platform stands beside " + policy), List.of());
            case NOT_YET_IN_FORCE -> deny(notBegun() + ONLY_STAYING, List.of());
            case EXPIRED -> deny(expired(), List.of());
            case PERMIT -> permitted();
            case DEFAULT_ALLOWS -> permit(request.label().dataClass() + " is allowed by default");
            case NO_PERMIT -> lacksPermit(this::withoutPermit);
            case NARROWED -> lacksPermit(Reasons::narrowed);
        };
    }

    private String notBegun() {
        var bundle = policy.notBegun(request.at()).orElseThrow();
        return "bundle " + bundle + " is not in force before " + bundle.notBefore();
    }

    private String expired() {
        var bundle = policy.expired(request.at()).orElseThrow();
        return "bundle " + bundle + " expired at " + bundle.expires()
                + "; only public data without tags may leave, and this is " + request.label();
    }

    private PolicyDecision forbidden() {
        var matched = matching(PolicyBundle::forbids);
        var forbidden = matched.getFirst().misfit(request);
        return new Deny(forbidden, Explanation.forbidden(forbidden), ids(matched), List.of(), audited());
    }

    private PolicyDecision permitted() {
        var matched = matching(PolicyBundle::permits);
        var first = matched.getFirst().id();
        return new Permit(
                first,
                "rule " + first + " permits it",
                ids(matched),
                audited(),
                matched.stream()
                        .flatMap(rule -> rule.obligations().stream())
                        .distinct()
                        .sorted(Comparator.comparing(Obligation::word))
                        .toList());
    }

    /** For want of a permit at some levels, of which the widest is the reason. */
    private PolicyDecision lacksPermit(Function<PolicyBundle, String> reason) {
        var lacking = begun().filter(bundle -> bundle.denies(request))
                .filter(bundle -> bundle.permits().stream().noneMatch(rule -> rule.matches(request)))
                .toList();
        var misses = lacking.stream().flatMap(this::nearMisses).toList();
        var why = reason.apply(lacking.getFirst());
        return deny(misses.isEmpty() ? why : why + "; " + Explanation.nearMiss(misses.getFirst()), misses);
    }

    private Stream<Misfit> nearMisses(PolicyBundle bundle) {
        return bundle.permits().stream()
                .map(rule -> rule.nearMiss(request))
                .flatMap(Optional::stream)
                .sorted(HOPS_FIRST);
    }

    private String withoutPermit(PolicyBundle platform) {
        var dataClass = request.label().dataClass();
        if (dataClass == DataClass.UNKNOWN) {
            return "the data class is unknown, and no rule can permit that";
        }
        return platform.defaults().containsKey(dataClass)
                ? dataClass + " is denied by default"
                : "no rule permits it and " + dataClass + " has no default";
    }

    private static String narrowed(PolicyBundle bundle) {
        return "bundle " + bundle + " of the level " + bundle.level() + " narrows it, and none of its permits matches";
    }

    private PolicyDecision permit(String reason) {
        return new Permit(null, reason, List.of(), audited(), List.of());
    }

    private PolicyDecision deny(String reason, List<Misfit> nearMisses) {
        return new Deny(null, reason, List.of(), nearMisses, audited());
    }

    /** The rules on trial that match, of either effect. */
    private List<String> audited() {
        return ids(matching(PolicyBundle::onTrial));
    }

    private <R extends Rule> List<R> matching(Function<PolicyBundle, List<R>> rules) {
        return begun().flatMap(bundle -> rules.apply(bundle).stream())
                .filter(rule -> rule.matches(request))
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }

    /** The bundles that have a say at the moment of the request. */
    private Stream<PolicyBundle> begun() {
        return policy.bundles().stream().filter(bundle -> bundle.begun(request.at()));
    }

    private static List<String> ids(List<? extends Rule> rules) {
        return rules.stream().map(Rule::id).toList();
    }
}
