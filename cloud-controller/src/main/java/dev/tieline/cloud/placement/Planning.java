package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.SiteId;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the making of one plan works with: the input, and everything that is worked out of it once. Not thread-safe. */
final class Planning {
    private final PlacementInput input;
    private final PlacementSettings settings;
    private final Sovereignty sovereignty;
    private final Ledger ledger;
    private final CardIndex cards;
    private final FailureMemory failures;
    private final PlacementFilters filters;
    private final Map<Objective, Scorecard> scorecards = new EnumMap<>(Objective.class);
    private final SortedSet<SiteId> sites;
    private final Measures measures;

    Planning(PlacementInput input, PlacementSettings settings) {
        this.input = input;
        this.settings = settings;
        this.sovereignty = new Sovereignty(input);
        this.ledger = new Ledger(input.demands());
        this.cards = new CardIndex(nodes(input), input.demands());
        this.failures = new FailureMemory(input, cards, settings);
        this.filters = new PlacementFilters(input, sovereignty, ledger, failures);
        this.measures = new Measures(nodes(input));
        var all = new TreeSet<SiteId>();
        input.fleet().nodes().keySet().forEach(node -> all.add(node.site()));
        this.sites = Collections.unmodifiableSortedSet(all);
    }

    private static Collection<NodeView> nodes(PlacementInput input) {
        return input.fleet().nodes().values();
    }

    PlacementInput input() {
        return input;
    }

    PlacementSettings settings() {
        return settings;
    }

    Sovereignty sovereignty() {
        return sovereignty;
    }

    Ledger ledger() {
        return ledger;
    }

    CardIndex cards() {
        return cards;
    }

    FailureMemory failures() {
        return failures;
    }

    PlacementFilters filters() {
        return filters;
    }

    Measures measures() {
        return measures;
    }

    Scorecard scorecard(Demand demand) {
        return scorecards.computeIfAbsent(
                demand.deployment().objective(), objective -> Scorecard.forPlacing(objective, measures, input.sites()));
    }

    /** Everybody that a deployment is for. */
    Scope scope(Demand demand) {
        var deployment = demand.deployment();
        var origins = deployment.origins().isEmpty() ? sites : deployment.origins();
        return sovereignty.scope(origins, deployment.label(), deployment.purpose());
    }

    /** One caller alone. */
    Scope scope(Want want) {
        return sovereignty.scope(new TreeSet<>(Set.of(want.origin())), want.label(), want.purpose());
    }
}
