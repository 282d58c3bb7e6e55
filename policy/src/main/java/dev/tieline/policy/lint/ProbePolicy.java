package dev.tieline.policy.lint;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A policy with one rule for each list of countries: which rules match a hop tells in which lists it lies. */
final class ProbePolicy {
    private ProbePolicy() {}

    /** An evaluator of permits, which match what is certain, or of forbids, which match what is possible. */
    static PolicyEvaluator evaluator(Instant beginning, String blocs, List<Set<String>> lists, boolean permits) {
        var rules = IntStream.range(0, lists.size())
                .mapToObj(i -> rule(i, lists.get(i), permits))
                .collect(Collectors.joining(",\n"));
        var text = """
                {apiVersion: tieline.dev/policy/v1,
                 bundle: {id: probe, version: 1, level: platform, notBefore: "%s", expires: 9999-12-31T00:00:00Z},
                %s
                 rules: [%s]}
                """.formatted(beginning, blocs.equals("{}") ? "" : " blocs: " + blocs + ",", rules);
        return new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("probe", text)));
    }

    private static String rule(int number, Set<String> list, boolean permit) {
        var names = list.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return "{id: r%d, effect: %s, hops: {any: {country: [%s]}}}"
                .formatted(number, permit ? "permit, for: {class: [public]}" : "forbid", names);
    }

    /** The numbers of the lists whose rules match. */
    static int[] matched(PolicyEvaluator evaluator, PolicyRequest request) {
        return evaluator.decide(request).matched().stream()
                .mapToInt(id -> Integer.parseInt(id.substring(1)))
                .toArray();
    }
}
