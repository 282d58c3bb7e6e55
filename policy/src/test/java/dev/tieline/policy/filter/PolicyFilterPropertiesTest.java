package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.Sight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all policies and fleets, tried on random ones. A failure names its seed. */
class PolicyFilterPropertiesTest {
    private static final int POLICIES = 80;
    private static final int CANDIDATES = 40;

    /** Each moment at which something changes, and the last one before; and one before and after them all. */
    private static List<Instant> moments(PolicyEvaluator policy) {
        var moments = new ArrayList<Instant>();
        moments.add(Instant.parse("1999-01-01T00:00:00Z"));
        for (var turn : Sight.of(policy.state()).turns()) {
            if (turn.isAfter(moments.getFirst()) && turn.isBefore(Instant.parse("2100-01-01T00:00:00Z"))) {
                moments.add(turn.minusNanos(1));
                moments.add(turn);
            }
        }
        moments.add(Instant.parse("2100-01-01T00:00:00Z"));
        return moments;
    }

    private static BitSet oneByOne(PolicyEvaluator policy, PolicyRequest request, List<TransferPath> paths) {
        return IntStream.range(0, paths.size())
                .filter(i -> policy.permits(request.withPath(paths.get(i))))
                .collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private static PolicyRequest at(Instant at, PolicyRequest request) {
        return new PolicyRequest(
                request.action(),
                request.label(),
                request.purpose(),
                request.transform(),
                at,
                request.origin(),
                request.path());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 20261123, 90210})
    void shouldPermitTheSameCandidatesAsTheEvaluatorAskedAboutEach(long seed) {
        var fleets = new RandomFleets(seed);
        var permitted = 0;
        var denied = 0;

        for (var i = 0; i < POLICIES; i++) {
            var policy = fleets.policy();
            var filter = new PolicyFilter(policy, i % 4 == 0 ? 8 : 10_000);
            var sites = fleets.sites();
            for (var j = 0; j < 3; j++) {
                var origin = fleets.origin(sites);
                var paths = fleets.paths(sites, CANDIDATES);
                var candidates = filter.classes(origin, paths);
                var asked = fleets.request(origin, Instant.EPOCH);
                for (var at : moments(policy)) {
                    var request = at(at, asked);
                    var expected = oneByOne(policy, request, paths);

                    assertThat(filter.permitted(request, candidates))
                            .as("seed %s, policy %s, %s", seed, i, request)
                            .isEqualTo(expected);
                    assertThat(filter.permitted(request, candidates))
                            .as("seed %s, policy %s, asked again, %s", seed, i, request)
                            .isEqualTo(expected);
                    permitted += expected.cardinality();
                    denied += CANDIDATES - expected.cardinality();
                }
            }
        }

        assertThat(permitted).as("permitted beside %s denied", denied).isGreaterThan(denied / 10);
        assertThat(denied).as("denied beside %s permitted", permitted).isGreaterThan(permitted / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 3131})
    void shouldRememberNoAnswerAcrossRequestsThatDiffer(long seed) {
        var fleets = new RandomFleets(seed);

        for (var i = 0; i < POLICIES; i++) {
            var policy = fleets.policy();
            var filter = new PolicyFilter(policy, 10_000);
            var sites = fleets.sites();
            var paths = fleets.paths(sites, CANDIDATES);
            var moments = moments(policy);
            for (var j = 0; j < 40; j++) {
                var request = fleets.request(fleets.origin(sites), moments.get(j % moments.size()));

                assertThat(filter.permitted(request, filter.classes(request.origin(), paths)))
                        .as("seed %s, policy %s, %s", seed, i, request)
                        .isEqualTo(oneByOne(policy, request, paths));
            }
        }
    }
}
