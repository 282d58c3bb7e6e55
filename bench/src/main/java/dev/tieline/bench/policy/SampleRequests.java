package dev.tieline.bench.policy;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Tier;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import dev.tieline.policy.bundle.PolicyEvaluator;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Requests to {@link SampleBundle} that all end alike, with paths of three hops. No two have the same executor. */
final class SampleRequests {
    static final int COUNT = 64;

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<String> EEA = List.of("DE", "FR", "NL", "PL", "ES", "NO", "IT", "SE");

    private SampleRequests() {}

    /** Personal data to a site of the company: a permit matches. */
    static List<PolicyRequest> permitted() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> request(i, DataLabel.of(DataClass.PERSONAL), executor(i, eea(i), "DE")))
                .toList();
    }

    /** Personal data to a site of a foreign operator: a forbid matches. */
    static List<PolicyRequest> forbidden() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> request(i, DataLabel.of(DataClass.PERSONAL), executor(i, eea(i), "US")))
                .toList();
    }

    /** Internal data overseas: no rule matches, and the default allows it. */
    static List<PolicyRequest> allowedByDefault() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> request(i, DataLabel.of(DataClass.INTERNAL), executor(i, "US-VA", "US")))
                .toList();
    }

    /** Special data to a site without an enclave: no rule matches, and the default denies it. */
    static List<PolicyRequest> deniedByDefault() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> request(i, DataLabel.of(DataClass.SPECIAL), executor(i, eea(i), "DE")))
                .toList();
    }

    /** Personal data for the first purpose; the path is left open. */
    static PolicyRequest shape() {
        return request(0, DataLabel.of(DataClass.PERSONAL), TransferPath.EMPTY);
    }

    /** The requests, of which an evaluator decides each as the measurement wants it. */
    static PolicyRequest[] checked(PolicyEvaluator policy, List<PolicyRequest> requests, boolean outcome) {
        for (var request : requests) {
            var decision = policy.decide(request);
            if (decision.permitted() != outcome) {
                throw new IllegalStateException("this is not the decision to be measured: " + decision.explain());
            }
        }
        return requests.toArray(PolicyRequest[]::new);
    }

    /** Decides each, and counts those that are permitted. */
    static int count(PolicyEvaluator policy, PolicyRequest[] requests) {
        var count = 0;
        for (var request : requests) {
            count += policy.permits(request) ? 1 : 0;
        }
        return count;
    }

    private static String eea(int number) {
        return EEA.get(number % EEA.size());
    }

    private static TransferPath executor(int number, String country, String operatorHome) {
        return SampleFleet.pathTo(SampleFleet.site("executor-" + number, country, operatorHome, Tier.REGION, false));
    }

    private static PolicyRequest request(int number, DataLabel label, TransferPath path) {
        return new PolicyRequest(
                Action.INFER, label, SampleBundle.purpose(number % 5), Transform.RAW, AT, SampleFleet.origin(), path);
    }
}
