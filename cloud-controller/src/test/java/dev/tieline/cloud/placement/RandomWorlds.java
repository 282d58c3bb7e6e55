package dev.tieline.cloud.placement;

import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.Profiles;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random fleets, site books, bundles and deployments that meet often enough to be interesting. The same seed gives the
 * same ones. What a node says of its memory is what its models take.
 */
final class RandomWorlds {
    private static final List<String> COUNTRIES = List.of("DE", "FR", "CH", "US-VA", "\"NO\"");
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special");
    private static final int SITES = 6;

    private final Random random;
    private final SiteBook sites;
    private final List<Demand> demands;
    private PolicyEvaluator policy;

    RandomWorlds(long seed) {
        this.random = new Random(seed);
        this.sites = SiteBook.read("sites", sites());
        this.policy = policy();
        this.demands =
                IntStream.range(0, 1 + random.nextInt(6)).mapToObj(this::demand).toList();
    }

    /** The world as it is next, when some time has passed: other nodes, other reports, at times another policy. */
    PlacementInput next(PlacementPlan previous) {
        if (random.nextInt(4) == 0) {
            policy = policy();
        }
        var world = Worlds.world().sites(sites).policy(policy).after(previous).at(at());
        world.demands(demands.toArray(Demand[]::new));
        for (var site = 0; site < SITES; site++) {
            for (var node = random.nextInt(3); node >= 0; node--) {
                world.nodes(node("s" + site + "/n" + node, previous));
            }
        }
        return world.make();
    }

    private Instant at() {
        return random.nextInt(12) == 0 ? Instant.parse("2027-01-01T00:00:00Z") : Worlds.AT;
    }

    private Nodes node(String address, PlacementPlan previous) {
        var node = Nodes.node(address)
                .profile(Profiles.of(
                        "any", 1 + random.nextInt(4), random.nextInt(8), 300 + random.nextInt(700), provider()))
                .freshness(random.nextInt(4) == 0 ? one(List.of(Freshness.values())) : Freshness.FRESH)
                .load(random.nextInt(2), random.nextInt(8));
        var told = previous.placedOn().getOrDefault(NodeAddress.of(address), new TreeSet<>());
        var names = new TreeSet<String>();
        for (var demand : demands) {
            if (names.add(demand.model().name().value()) && (told.contains(demand.name()) || random.nextInt(8) == 0)) {
                report(node, demand);
            }
        }
        if (random.nextInt(6) == 0) {
            node.pins("m" + random.nextInt(4) + "@9", 100);
        }
        if (random.nextInt(10) == 0) {
            node.workLinkDown();
        }
        return node;
    }

    private void report(Nodes node, Demand demand) {
        switch (random.nextInt(6)) {
            case 0 -> node.reports(demand, false, new ModelStatus.Pending());
            case 1 -> node.reports(demand, false, new ModelStatus.Failed("chance"));
            default -> node.ready(demand).takes(demand, Duration.ofMillis(1 + random.nextInt(500)));
        }
    }

    private String provider() {
        return random.nextInt(4) == 0 ? "cuda" : "cpu";
    }

    private Demand demand(int number) {
        var least = random.nextInt(3);
        var kind = random.nextInt(8);
        var demand = Demands.demand()
                .name("d" + number)
                .model("m" + kind / 2 + "@" + (1 + kind % 2))
                .replicas(least, least + random.nextInt(3))
                .label(label())
                .purpose(purpose())
                .objective(one(List.of(Objective.values())))
                .memory(50 + 40 * kind)
                .weights(DataLabel.of(DataClass.of(CLASSES.get(kind / 3))));
        if (random.nextBoolean()) {
            demand.origins("s" + random.nextInt(SITES), "s" + random.nextInt(SITES));
        }
        if (random.nextInt(5) == 0) {
            demand.providers("cuda");
        }
        var wants = Stream.generate(() -> new Want(SiteId.of("s" + random.nextInt(SITES)), label(), purpose()))
                .limit(random.nextInt(3));
        return demand.wants(wants.toArray(Want[]::new)).make();
    }

    private DataLabel label() {
        var dataClass = DataClass.of(one(CLASSES));
        return random.nextInt(4) == 0 ? DataLabel.of(dataClass, "health") : DataLabel.of(dataClass);
    }

    private @Nullable String purpose() {
        return random.nextBoolean() ? "diagnostics" : null;
    }

    private String sites() {
        var lines = new ArrayList<String>();
        lines.add("apiVersion: tieline.dev/sites/v1\nversion: 1\nexpires: 2027-06-01T00:00:00Z");
        if (random.nextInt(4) > 0) {
            lines.add("controller: s" + random.nextInt(SITES));
        }
        lines.add("sites:");
        for (var site = 0; site < SITES; site++) {
            var country = random.nextInt(6) == 0 ? "" : ", country: " + one(COUNTRIES);
            var broker = random.nextInt(6) == 0 ? "" : ", broker: b" + random.nextInt(2);
            lines.add("  - {id: s" + site + ", cost: " + random.nextInt(40) + country + broker + "}");
        }
        lines.add("  - {id: b0, country: " + one(COUNTRIES) + "}");
        lines.add("  - {id: b1, country: " + one(COUNTRIES) + "}");
        return String.join("\n", lines) + "\n";
    }

    private PolicyEvaluator policy() {
        return random.nextInt(12) == 0
                ? new PolicyEvaluator(new BundleState.Absent("chance"))
                : new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read("bundle", bundle())));
    }

    private String bundle() {
        var open = random.nextInt(CLASSES.size() + 1);
        var defaults = IntStream.range(0, CLASSES.size())
                .mapToObj(i -> CLASSES.get(i) + ": " + (i < open ? "allow" : "deny"))
                .collect(Collectors.joining(", "));
        var rules = IntStream.range(0, random.nextInt(5)).mapToObj(this::rule).collect(Collectors.joining());
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: random, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                tags: [health]
                purposes: [diagnostics]
                defaults: {%s}
                %s""".formatted(defaults, rules.isEmpty() ? "" : "rules:\n" + rules);
    }

    private String rule(int number) {
        var permit = random.nextInt(3) > 0;
        var dataClass = "class: [" + one(CLASSES) + "]";
        var tags = random.nextInt(3) == 0 ? ", tags: " + (permit ? "[\"*\"]" : "[health]") : "";
        var purpose = random.nextInt(4) == 0 ? ", purpose: [diagnostics]" : "";
        var action = random.nextInt(3) == 0 ? ", action: [" + one(List.of("infer", "deploy-model")) + "]" : "";
        return "  - {id: r" + number + ", effect: " + (permit ? "permit" : "forbid") + ", for: {" + dataClass + tags
                + purpose + action + "}, hops: " + hops(permit) + "}\n";
    }

    private String hops(boolean permit) {
        var process = one(List.of(
                "{country: [" + one(COUNTRIES) + ", DE]}",
                "{country: {not: [" + one(COUNTRIES) + "]}}",
                "{same: origin.country}",
                "{same: origin.site}",
                "{site: [s1, s2, s3]}"));
        return permit && random.nextBoolean() ? "{process: " + process + ", relay: {}}" : "{any: " + process + "}";
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
