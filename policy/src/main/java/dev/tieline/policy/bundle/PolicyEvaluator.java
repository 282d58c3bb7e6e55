package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import java.util.List;

/**
 * The decision point: answers policy requests by a bundle.
 *
 * <p>Pure and thread-safe: the same request and bundle always give the same answer, wherever it is asked for. Time is
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
            case BundleState.Absent(var reason) ->
                Reasons.withoutBundle(request, "there is no valid bundle: " + reason);
            case BundleState.Valid(var bundle) -> Reasons.decision(bundle, request, ground(bundle, request));
        };
    }

    /** Whether {@link #decide} permits the request, for callers who ask about many and need no reason. */
    public boolean permits(PolicyRequest request) {
        return switch (state) {
            case BundleState.Absent absent -> request.path().isEmpty();
            case BundleState.Valid(var bundle) -> ground(bundle, request).permits();
        };
    }

    /** What the decision rests on. The order of the questions is that of the policy model's semantics. */
    private static Ground ground(PolicyBundle bundle, PolicyRequest request) {
        if (request.at().isBefore(bundle.notBefore())) {
            return request.path().isEmpty() ? Ground.EMPTY_PATH : Ground.NOT_YET_IN_FORCE;
        } else if (anyMatches(bundle.forbids(), request)) {
            return Ground.FORBID;
        } else if (request.path().isEmpty()) {
            return Ground.EMPTY_PATH;
        } else if (!request.at().isBefore(bundle.expires()) && !lowest(request)) {
            return Ground.EXPIRED;
        } else if (anyMatches(bundle.permits(), request)) {
            return Ground.PERMIT;
        }
        return bundle.defaults().get(request.label().dataClass()) == Effect.ALLOW
                ? Ground.DEFAULT_ALLOWS
                : Ground.NO_PERMIT;
    }

    /** Whether the data is public and without tags: all that may leave under an expired bundle. */
    private static boolean lowest(PolicyRequest request) {
        return request.label().dataClass() == DataClass.PUBLIC
                && request.label().tags().isEmpty();
    }

    private static boolean anyMatches(List<? extends Rule> rules, PolicyRequest request) {
        for (var i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(request)) {
                return true;
            }
        }
        return false;
    }
}
