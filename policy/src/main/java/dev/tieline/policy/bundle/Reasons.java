package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.NearMiss;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyDecision.Deny;
import dev.tieline.policy.PolicyDecision.Permit;
import dev.tieline.policy.PolicyRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns the ground of a decision into the decision: deciding rule, sentence, near misses. */
final class Reasons {
    private static final Comparator<NearMiss> HOPS_FIRST = Comparator.comparing(miss -> miss.hop() == null);

    private Reasons() {}

    static PolicyDecision withoutBundle(PolicyRequest request, String why) {
        return request.path().isEmpty()
                ? stays()
                : deny(why + "; only what stays on the node that asked is permitted", List.of());
    }

    static PolicyDecision decision(PolicyBundle bundle, PolicyRequest request, Ground ground) {
        return switch (ground) {
            case FORBID -> forbidden(bundle.forbids(), request);
            case EMPTY_PATH -> stays();
            case NOT_YET_IN_FORCE ->
                withoutBundle(request, "bundle " + bundle + " is not in force before " + bundle.notBefore());
            case EXPIRED ->
                deny(
                        "bundle " + bundle + " expired at " + bundle.expires()
                                + "; only public data without tags may leave, and this is " + request.label(),
                        List.of());
            case PERMIT -> permitted(bundle.permits(), request);
            case DEFAULT_ALLOWS -> new Permit(null, request.label().dataClass() + " is allowed by default", List.of());
            case NO_PERMIT -> noPermit(bundle, request);
        };
    }

    private static PolicyDecision stays() {
        return new Permit(null, "the path is empty: the data stays on the node that asked", List.of());
    }

    private static PolicyDecision forbidden(List<ForbidRule> forbids, PolicyRequest request) {
        var matched = forbids.stream().filter(rule -> rule.matches(request)).toList();
        var first = matched.getFirst();
        return new Deny(first.id(), first.describe(request), ids(matched), List.of());
    }

    private static PolicyDecision permitted(List<PermitRule> permits, PolicyRequest request) {
        var matched = ids(permits.stream().filter(rule -> rule.matches(request)).toList());
        return new Permit(matched.getFirst(), "rule " + matched.getFirst() + " permits it", matched);
    }

    private static PolicyDecision noPermit(PolicyBundle bundle, PolicyRequest request) {
        var misses = bundle.permits().stream()
                .map(rule -> rule.nearMiss(request))
                .flatMap(Optional::stream)
                .sorted(HOPS_FIRST)
                .toList();
        var reason = withoutPermit(bundle, request.label().dataClass());
        return deny(
                misses.isEmpty() ? reason : reason + "; " + Explanation.nearMiss(misses.getFirst(), request), misses);
    }

    private static String withoutPermit(PolicyBundle bundle, DataClass dataClass) {
        if (dataClass == DataClass.UNKNOWN) {
            return "the data class is unknown, and no rule can permit that";
        }
        return bundle.defaults().containsKey(dataClass)
                ? dataClass + " is denied by default"
                : "no rule permits it and " + dataClass + " has no default";
    }

    private static PolicyDecision deny(String reason, List<NearMiss> nearMisses) {
        return new Deny(null, reason, List.of(), nearMisses);
    }

    private static List<String> ids(List<? extends Rule> rules) {
        return rules.stream().map(Rule::id).toList();
    }
}
