package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.SiteBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The scorers with the weights that an objective gives them. */
final class Scorecard {
    private final Map<PlacementScorer, Integer> weights = new LinkedHashMap<>();
    private int sum;

    private Scorecard() {}

    /** What decides where a replica goes. */
    static Scorecard forPlacing(Objective objective, Measures measures, SiteBook sites) {
        var card = new Scorecard()
                .with(
                        new LatencyScorer(measures, false),
                        switch (objective) {
                            case LATENCY -> 5;
                            case COST -> 1;
                            case BALANCED -> 3;
                        });
        card.with(new LoadScorer(), objective == Objective.BALANCED ? 2 : 1);
        card.with(
                new CostScorer(sites),
                switch (objective) {
                    case LATENCY -> 1;
                    case COST -> 5;
                    case BALANCED -> 2;
                });
        return card.with(new ReachScorer(), 3);
    }

    /** What decides whom to ask first; who may be asked at all is settled before. */
    static Scorecard forRoutes(Objective objective, Measures measures, SiteBook sites) {
        var card = new Scorecard()
                .with(
                        new LatencyScorer(measures, true),
                        switch (objective) {
                            case LATENCY -> 7;
                            case COST -> 2;
                            case BALANCED -> 4;
                        });
        card.with(new LoadScorer(), objective == Objective.COST ? 1 : 2);
        return card.with(
                new CostScorer(sites),
                switch (objective) {
                    case LATENCY -> 1;
                    case COST -> 7;
                    case BALANCED -> 4;
                });
    }

    private Scorecard with(PlacementScorer scorer, int weight) {
        weights.put(scorer, weight);
        sum += weight;
        return this;
    }

    /** The weighted mean, rounded: 0 to 100. */
    int total(Demand demand, Scope scope, NodeView node) {
        var weighted = sum / 2;
        for (var scorer : weights.entrySet()) {
            weighted += scorer.getValue() * scorer.getKey().score(demand, scope, node);
        }
        return weighted / sum;
    }

    /** What the total is made of. */
    SortedMap<String, Integer> scores(Demand demand, Scope scope, NodeView node) {
        var scores = new TreeMap<String, Integer>();
        weights.keySet().forEach(scorer -> scores.put(scorer.name(), scorer.score(demand, scope, node)));
        return scores;
    }
}
