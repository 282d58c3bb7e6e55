package dev.tieline.policy.filter;

import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.Sight;
import dev.tieline.policy.filter.CandidateClasses.PathClass;
import java.util.BitSet;
import java.util.List;

/**
 * Tells which of many candidates one policy permits, and gives the same answers as its {@link PolicyEvaluator} asked
 * about each. Thread-safe. It remembers answers, so it is worth keeping for as long as its policy is in use.
 */
public final class PolicyFilter {
    private final PolicyEvaluator policy;
    private final Sight sight;
    private final Blur blur;
    private final Epochs epochs;
    private final Memo memo;

    /** @param remembered how many answers to keep at most, one for each kind of request and class; at least 2 */
    public PolicyFilter(PolicyEvaluator policy, int remembered) {
        this.policy = policy;
        this.sight = Sight.of(policy.state());
        this.blur = new Blur(sight);
        this.epochs = new Epochs(sight.turns());
        this.memo = new Memo(remembered);
    }

    /**
     * Sorts candidates into classes, once for many requests of one site.
     *
     * @param origin the site that asks
     * @param paths the path to each candidate; its place in the list is its number
     */
    public CandidateClasses classes(Origin origin, List<TransferPath> paths) {
        return CandidateClasses.of(sight, origin, paths);
    }

    /**
     * The numbers of the candidates that are permitted.
     *
     * @param request the question about each candidate; its own path is left aside
     * @param candidates made by a filter whose policy sees as much as this one's, for the request's origin
     * @throws IllegalArgumentException if they were made for another origin or for a policy that sees other things
     */
    public BitSet permitted(PolicyRequest request, CandidateClasses candidates) {
        check(request, candidates);
        var shape = new Hashed<>(Shape.of(request, epochs, blur));
        var permitted = new BitSet(candidates.size());
        for (var one : candidates.classes()) {
            if (permits(request, shape, one)) {
                one.members().addTo(permitted);
            }
        }
        return permitted;
    }

    private boolean permits(PolicyRequest request, Hashed<Shape> shape, PathClass one) {
        return memo.get(new Memo.Question(shape, one.key()), () -> policy.permits(request.withPath(one.example())));
    }

    private void check(PolicyRequest request, CandidateClasses candidates) {
        if (!candidates.origin().equals(request.origin())) {
            throw new IllegalArgumentException("these candidates were sorted for requests of " + candidates.origin()
                    + ", and this one is of " + request.origin());
        }
        if (!candidates.sight().equals(sight)) {
            throw new IllegalArgumentException("these candidates were sorted for a policy that sees "
                    + candidates.sight() + ", and this one sees " + sight);
        }
    }
}
