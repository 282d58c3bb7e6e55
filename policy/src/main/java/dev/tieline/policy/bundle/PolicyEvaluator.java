package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import java.util.List;

/**
 * The decision point: answers policy requests by the bundles of a policy.
 *
 * <p>Pure and thread-safe: the same request and bundles always give the same answer, wherever it is asked for. Time is
 * that of the request. Where nothing can be decided, the answer is no.
 */
public final class PolicyEvaluator {
    private final BundleState state;

    public PolicyEvaluator(BundleState state) {
        this.state = state;
    }

    public BundleState state() {
        return state;
    }

    /** Decides a request and says why. */
    public PolicyDecision decide(PolicyRequest request) {
        return switch (state) {
            case BundleState.Absent(var reason) -> Reasons.withoutPolicy(request, reason);
            case BundleState.Broken(var rest, var reason) ->
                rest.stream()
                        .filter(bundles -> forbidden(bundles, request))
                        .findFirst()
                        .map(bundles -> Reasons.forbidden(bundles, request))
                        .orElseGet(() -> Reasons.withoutPolicy(request, reason));
            case BundleState.Valid(var policy) -> Reasons.decision(policy, request, ground(policy, request));
        };
    }

    /** Whether {@link #decide} permits the request, for callers who ask about many and need no reason. */
    public boolean permits(PolicyRequest request) {
        return switch (state) {
            case BundleState.Absent absent -> request.path().isEmpty();
            case BundleState.Broken(var rest, var reason) ->
                request.path().isEmpty() && rest.stream().noneMatch(bundles -> forbidden(bundles, request));
            case BundleState.Valid(var policy) -> ground(policy, request).permits();
        };
    }

    /** What the decision rests on. The order of the questions is that of the policy model's semantics. */
    private static Ground ground(PolicySet policy, PolicyRequest request) {
        if (forbidden(policy, request)) {
            return Ground.FORBID;
        } else if (request.path().isEmpty()) {
            return Ground.EMPTY_PATH;
        } else if (!policy.complete()) {
            return Ground.NO_PLATFORM;
        } else if (!policy.allBegun(request.at())) {
            return Ground.NOT_YET_IN_FORCE;
        } else if (policy.anyExpired(request.at()) && !lowest(request)) {
            return Ground.EXPIRED;
        }
        return permitted(policy.bundles(), request);
    }

    /** Whether a forbid of a bundle that has begun matches; one that has not has no say yet. */
    private static boolean forbidden(PolicySet policy, PolicyRequest request) {
        var bundles = policy.bundles();
        for (var i = 0; i < bundles.size(); i++) {
            var bundle = bundles.get(i);
            if (bundle.begun(request.at()) && bundle.forbids(request)) {
                return true;
            }
        }
        return false;
    }

    /** Asks each level in turn: the first, which is platform, always has to agree, the others if they have permits. */
    private static Ground permitted(List<PolicyBundle> bundles, PolicyRequest request) {
        var ground = Ground.DEFAULT_ALLOWS;
        for (var i = 0; i < bundles.size(); i++) {
            var bundle = bundles.get(i);
            if (bundle.permits(request)) {
                ground = Ground.PERMIT;
            } else if (bundle.denies(request)) {
                return i == 0 ? Ground.NO_PERMIT : Ground.NARROWED;
            }
        }
        return ground;
    }

    /** Whether the data is public and without tags: all that may leave under an expired bundle. */
    private static boolean lowest(PolicyRequest request) {
        return request.label().dataClass() == DataClass.PUBLIC
                && request.label().tags().isEmpty();
    }
}
