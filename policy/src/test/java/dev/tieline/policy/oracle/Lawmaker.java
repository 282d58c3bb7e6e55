package dev.tieline.policy.oracle;

import dev.tieline.policy.oracle.Clause.Flagged;
import dev.tieline.policy.oracle.Clause.Kept;
import dev.tieline.policy.oracle.Clause.Listed;
import dev.tieline.policy.oracle.Clause.Same;
import dev.tieline.policy.oracle.Clause.Term;
import dev.tieline.policy.oracle.Member.Dated;
import dev.tieline.policy.oracle.Member.Plain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random laws that random questions meet often enough to be interesting. */
final class Lawmaker {
    static final List<String> CLASSES = List.of("public", "internal", "personal", "special");
    static final List<String> CERTS = List.of("c5", "dpf");
    static final List<String> CUSTODIES = List.of("customer", "operator");
    static final List<String> SITES = List.of("a", "b", "c");
    static final List<String> TIERS = List.of("device", "gateway", "site", "region");
    private static final Instant YEAR = day("2026-01-01");
    private static final Instant NEXT_YEAR = day("2027-01-01");

    private final Chance chance;
    private final RandomGuards guards;
    private boolean local;

    Lawmaker(Chance chance) {
        this.chance = chance;
        this.guards = new RandomGuards(chance);
    }

    static Instant day(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }

    Law law() {
        var lower = List.of("tenant", "site", "device").stream()
                .filter(level -> chance.oneIn(4))
                .toList();
        local = !lower.isEmpty() && chance.below(3) > 0;
        var ids = new ArrayList<>(
                IntStream.range(0, 24).mapToObj(i -> "r" + (char) ('a' + i)).toList());
        Collections.shuffle(ids, chance.random());
        var books = new ArrayList<Book>();
        books.add(platform(ids));
        lower.forEach(level -> books.add(book(level, local && books.size() == 1, ids)));
        return new Law(chance.oneIn(50) ? withoutPlatform(books) : books);
    }

    /** The other levels, of which the widest declares the words that the platform would have. */
    private static List<Book> withoutPlatform(List<Book> books) {
        if (books.size() > 1) {
            books.set(1, books.get(1).withWordsOf(books.getFirst()));
        }
        return books.subList(1, books.size());
    }

    private Book platform(List<String> ids) {
        return new Book(
                "platform",
                YEAR,
                NEXT_YEAR,
                List.of("health", "export"),
                List.of("diagnostics", "billing"),
                blocs(),
                defaults(),
                articles(1 + chance.below(5), 10, 7, ids));
    }

    /** @param declares whether it declares what only a lower level does */
    private Book book(String level, boolean declares, List<String> ids) {
        return new Book(
                level,
                chance.oneIn(5) ? day("2026-03-01") : day("2025-01-01"),
                chance.oneIn(5) ? day("2026-09-01") : day("2028-01-01"),
                declares ? List.of("local") : List.of(),
                declares ? List.of("repair") : List.of(),
                declares
                        ? Map.of("NEAR", List.of(new Plain("DE"), new Dated("CH", YEAR, null, false, null)))
                        : Map.of(),
                Map.of(),
                articles(chance.below(4), 10, 6, ids));
    }

    private Map<String, String> defaults() {
        var allowed = chance.below(CLASSES.size() + 1);
        var defaults = new LinkedHashMap<String, String>();
        for (var i = 0; i < CLASSES.size(); i++) {
            if (i < allowed || chance.oneIn(2)) {
                defaults.put(CLASSES.get(i), i < allowed ? "allow" : "deny");
            }
        }
        return Book.ordered(defaults);
    }

    private Map<String, List<Member>> blocs() {
        var candidates = List.<Member>of(
                new Dated("US", day("2026-02-01"), day("2026-08-01"), false, guard(2)),
                new Dated("US-NY", day("2020-01-01"), null, false, null),
                new Dated("NO", day("2000-01-01"), null, chance.oneIn(2), guard(3)),
                new Dated("US", day("2026-09-01"), null, false, guard(1)));
        var adequate = new ArrayList<Member>();
        adequate.add(new Dated("CH", day("2000-07-26"), null, chance.oneIn(4), guard(3)));
        candidates.stream().filter(member -> !chance.oneIn(3)).forEach(adequate::add);
        var blocs = new LinkedHashMap<String, List<Member>>();
        blocs.put("WIDE", List.of(new Plain("EEA"), new Plain("ADEQUATE")));
        blocs.put("EEA", List.of(new Plain("EU"), new Plain("NO")));
        blocs.put("ADEQUATE", List.copyOf(adequate));
        return Book.ordered(blocs);
    }

    private @Nullable Guard guard(int oneIn) {
        return chance.oneIn(oneIn) ? guards.aboutHop() : null;
    }

    /** @param permits how many of {@code of} are permits */
    private List<Article> articles(int count, int of, int permits, List<String> ids) {
        return IntStream.range(0, count)
                .mapToObj(i -> article(ids.removeLast(), chance.below(of) < permits))
                .toList();
    }

    Article article(String id, boolean permits) {
        var scope = scope(permits);
        var hops = permits || !chance.oneIn(3) ? hops(permits) : null;
        var when = chance.oneIn(permits ? 5 : 3) ? guards.any() : null;
        if (!permits && scope.isEmpty() && hops == null && when == null) {
            scope = Optional.of(new Scope(Map.of("action", List.of("train"))));
        }
        return new Article(id, permits, scope.orElse(null), hops, when, chance.oneIn(8), permits && chance.oneIn(4));
    }

    private Optional<Scope> scope(boolean permits) {
        var dimensions = new TreeMap<String, List<String>>();
        if (permits || chance.oneIn(2)) {
            dimensions.put("class", chance.few(CLASSES));
        }
        if (chance.oneIn(2)) {
            dimensions.put("tags", permits && chance.oneIn(2) ? List.of("*") : chance.few(tags()));
        }
        if (chance.oneIn(5)) {
            dimensions.put("purpose", chance.few(purposes()));
        }
        if (chance.oneIn(5)) {
            dimensions.put("action", chance.few(List.of("infer", "relay", "train")));
        }
        if (chance.oneIn(6)) {
            dimensions.put("transform", chance.few(List.of("raw", "features")));
        }
        return dimensions.isEmpty() ? Optional.empty() : Optional.of(new Scope(dimensions));
    }

    private List<String> tags() {
        return local ? List.of("health", "export", "local") : List.of("health", "export");
    }

    private List<String> purposes() {
        return local ? List.of("diagnostics", "billing", "repair") : List.of("diagnostics", "billing");
    }

    private Map<String, Clause> hops(boolean permits) {
        var clauses = new TreeMap<String, Clause>();
        for (var role : List.of("process", "relay", "store")) {
            if (chance.oneIn(3)) {
                clauses.put(role, permits && chance.oneIn(6) ? Clause.NONE : clause(permits && role.equals("store")));
            }
        }
        if (clauses.isEmpty() || chance.oneIn(2)) {
            clauses.put("any", clause(false));
        }
        return Book.ordered(clauses);
    }

    private Clause clause(boolean stores) {
        var terms = new TreeMap<String, Term>();
        for (var i = chance.below(3); i > 0; i--) {
            term(terms);
        }
        if (stores && chance.oneIn(2)) {
            terms.put("retentionMax", new Kept(1 + chance.below(3)));
        }
        return new Clause(false, terms);
    }

    private void term(Map<String, Term> terms) {
        switch (chance.below(15)) {
            case 0, 1, 2 -> terms.put("country", listed(places()));
            case 3, 4 -> terms.put("operator_home", listed(places()));
            case 5, 6 -> terms.put("access_countries", listed(places()));
            case 7 -> terms.put("tier", listed(chance.few(TIERS)));
            case 8 -> terms.put("key_custody", listed(chance.few(CUSTODIES)));
            case 9 -> terms.put("sees", listed(chance.few(List.of("clear", "cipher", "metadata"))));
            case 10 -> terms.put("site", listed(chance.few(SITES)));
            case 11, 12 -> terms.put("certs", listed(chance.few(CERTS)));
            case 13 -> terms.put(chance.of(List.of("tee", "attested")), new Flagged(chance.oneIn(2)));
            default -> terms.put("same", new Same(chance.of(List.of("site", "country", "operator_home"))));
        }
    }

    private List<String> places() {
        var places =
                new ArrayList<>(List.of("DE", "US", "US-CA", "US-CA", "EU", "EEA", "ADEQUATE", "ADEQUATE", "WIDE"));
        if (local) {
            places.add("NEAR");
        }
        return chance.oneIn(5) ? List.of("*") : chance.few(places);
    }

    private Term listed(List<String> words) {
        return new Listed(words, chance.oneIn(3));
    }
}
