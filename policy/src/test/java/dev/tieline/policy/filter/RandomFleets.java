package dev.tieline.policy.filter;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random policies that look at sites and dates, and random fleets for them: few sites, many paths. The same seed gives
 * the same ones.
 */
final class RandomFleets {
    private static final List<String> SITES = List.of("", "a", "b", "c", "d");
    private static final List<String> COUNTRIES = List.of("DE", "CH", "US", "US-CA");
    private static final List<String> DATES =
            List.of("2026-01-01", "2026-03-01", "2026-06-01", "2026-09-01", "2027-01-01");
    private static final List<String> CONDITIONS = List.of(
            "site: [a, b]",
            "site: {not: [c]}",
            "same: origin.site",
            "same: origin.site",
            "same: origin.site",
            "same: origin.country",
            "country: [DE, MOVING]",
            "country: {not: [MOVING]}",
            "operator_home: [MOVING]",
            "access_countries: [DE, MOVING]",
            "access_countries: {not: [MOVING]}",
            "tier: [region]",
            "certs: [c5]",
            "sees: {not: [clear]}",
            "key_custody: [customer]",
            "tee: true",
            "attested: false");

    private static final List<String> GUARDS = List.of(
            "hop.site != origin.site",
            "hop.site == 'd'",
            "'c5' in hop.certs",
            "hop.country != origin.country && origin.tenant == 'acme'",
            "request.class == 'personal' || hop.retention_s > 3600",
            "has(hop.subdivision)");
    private static final BundleCompiler COMPILER = new BundleCompiler();

    private final Random random;

    RandomFleets(long seed) {
        this.random = new Random(seed);
    }

    PolicyEvaluator policy() {
        return random.nextInt(12) == 0
                ? new PolicyEvaluator(new BundleState.Absent("chance"))
                : new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(
                        "random.yaml", COMPILER.compile(new BundleText("random.yaml", bundle())))));
    }

    private String bundle() {
        var rules = new ArrayList<String>();
        for (var i = random.nextInt(3); i >= 0; i--) {
            rules.add("  - " + rule("r" + i));
        }
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: random, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
                tags: [health]
                purposes: [diagnostics]
                blocs:
                  MOVING:
                    - {country: CH, from: %s}
                    - {country: US, from: 2026-03-01, until: %s}
                    - {country: US-CA, from: 2026-06-01}
                    - {country: CH, from: 2026-03-01%s}
                defaults: {public: allow%s}
                rules:
                """.formatted(
                                one(DATES),
                                one(List.of("2026-06-01", "2026-09-01")),
                                random.nextInt(3) == 0 ? when() : "",
                                one(List.of("", ", internal: allow")))
                + String.join("\n", rules) + "\n";
    }

    private String rule(String id) {
        var permit = random.nextInt(3) > 0;
        var match = permit
                ? ", for: {class: [" + one(List.of("public", "personal", "special", "special")) + "]"
                        + one(List.of("", ", tags: [\"*\"]", ", action: [infer, store]")) + "}"
                : one(List.of("", ", for: {class: [special]}", ", for: {tags: [health]}"));
        var role = one(List.of("any", "any", "process", "process", "relay", "store"));
        var rest = permit ? one(List.of(", any: {}", "")).replace(role + ": {}", "store: {}") : "";
        return "{id: " + id + ", effect: " + (permit ? "permit" : "forbid") + match + ", hops: {" + role + ": {"
                + conditions() + "}" + (rest.contains(role + ":") ? "" : rest) + "}"
                + (random.nextInt(4) == 0 ? when() : "") + "}";
    }

    private String when() {
        return ", when: \"" + one(GUARDS) + "\"";
    }

    private String conditions() {
        var keys = new TreeSet<String>();
        return Stream.generate(() -> one(CONDITIONS))
                .limit(random.nextInt(3) == 0 ? 2 : 1)
                .filter(condition -> keys.add(condition.substring(0, condition.indexOf(':'))))
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
    }

    /** Sites of which some differ in nothing but their ids. */
    List<SiteFacts> sites() {
        var sites = new ArrayList<SiteFacts>();
        for (var i = 0; i < 8; i++) {
            sites.add(random.nextBoolean() || sites.isEmpty() ? facts(one(SITES)) : renamed(one(sites)));
        }
        return sites;
    }

    private SiteFacts facts(String site) {
        return new SiteFacts(
                site,
                mostly(() -> Jurisdiction.of(one(COUNTRIES))),
                mostly(() -> Jurisdiction.of(one(COUNTRIES))),
                mostly(() -> Set.of(Jurisdiction.of(one(COUNTRIES)))),
                mostly(() -> one(List.of(Tier.values()))),
                mostly(() -> random.nextBoolean() ? Set.of() : Set.of("c5")),
                mostly(() -> one(List.of("customer", "operator"))),
                mostly(random::nextBoolean),
                mostly(random::nextBoolean));
    }

    private SiteFacts renamed(SiteFacts facts) {
        return new SiteFacts(
                one(SITES),
                facts.country(),
                facts.operatorHome(),
                facts.accessCountries(),
                facts.tier(),
                facts.certs(),
                facts.keyCustody(),
                facts.tee(),
                facts.attested());
    }

    Origin origin(List<SiteFacts> sites) {
        return new Origin(one(List.of("acme", "other")), one(sites));
    }

    /** Some paths are one object several times, some differ in the id of a site alone, some are empty. */
    List<TransferPath> paths(List<SiteFacts> sites, int count) {
        var paths = new ArrayList<TransferPath>();
        for (var i = 0; i < count; i++) {
            paths.add(
                    i < 4
                            ? path(sites)
                            : switch (random.nextInt(6)) {
                                case 0 -> one(paths);
                                case 1 -> path(sites);
                                default -> changed(one(paths));
                            });
        }
        return paths;
    }

    private TransferPath changed(TransferPath path) {
        var hops = new ArrayList<>(path.hops());
        if (!hops.isEmpty()) {
            var place = random.nextInt(hops.size());
            var hop = hops.get(place);
            hops.set(
                    place,
                    random.nextInt(4) == 0
                            ? new Hop(hop.role(), one(List.of(Hop.Sees.values())), hop.facts(), hop.retention())
                            : new Hop(hop.role(), hop.sees(), renamed(hop.facts()), hop.retention()));
        }
        return new TransferPath(hops);
    }

    private TransferPath path(List<SiteFacts> sites) {
        return new TransferPath(IntStream.range(0, random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2))
                .mapToObj(i -> hop(one(sites)))
                .toList());
    }

    private Hop hop(SiteFacts facts) {
        var role = random.nextBoolean() ? Hop.Role.PROCESS : one(List.of(Hop.Role.values()));
        var retention = role == Hop.Role.STORE ? mostly(() -> Duration.ofHours(random.nextInt(3))) : null;
        return new Hop(role, mostly(() -> one(List.of(Hop.Sees.values()))), facts, retention);
    }

    PolicyRequest request(Origin origin, Instant at) {
        return new PolicyRequest(
                one(List.of(Action.values())),
                DataLabel.of(
                        random.nextBoolean() ? DataClass.PERSONAL : one(List.of(DataClass.values())),
                        one(List.of(List.of(), List.of(), List.of(), List.of("health"), List.of("odd")))),
                mostly(() -> one(List.of("diagnostics", "odd"))),
                mostly(() -> one(List.of(Transform.values()))),
                at,
                origin,
                TransferPath.EMPTY);
    }

    private <T> @Nullable T mostly(Supplier<T> fact) {
        return random.nextInt(6) > 0 ? fact.get() : null;
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
