package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The evaluator and Cedar, asked the same random questions: about one bundle in force, with all facts known. In Cedar
 * countries and blocs are entities, and a bloc is the parent of its members.
 */
class CedarTest {
    private static final int QUESTIONS = 10;
    private static final long LAWS = OracleTest.CASES / 20 / QUESTIONS;
    private static final Instant NOW = Lawmaker.day("2026-06-15");
    private static final Set<String> NOT_ALWAYS_THERE = Set.of("subdivision", "retention_s");
    private static final EntityTypeName PLACE = EntityTypeName.parse("Place").orElseThrow();

    private final BasicAuthorizationEngine cedar = new BasicAuthorizationEngine();

    /** A bundle read by both for paths of the same roles. */
    private record Both(Law law, Subject subject, PolicySet policies) {
        static Both of(Law law, List<String> roles) {
            var policies = new PolicySet(new CedarText(roles)
                    .of(law.books().getFirst()).entrySet().stream()
                            .map(policy -> new Policy(policy.getValue(), policy.getKey()))
                            .collect(Collectors.toSet()));
            return new Both(law, Subject.of(law), policies);
        }
    }

    @Test
    @Shows({Sentence.S1, Sentence.S2, Sentence.S3_PERMIT, Sentence.S3_DEFAULT, Sentence.M_COUNTRY})
    void shouldDecideAsCedarDoesWhereAllIsKnown() throws AuthException, CacheException {
        var byRule = 0L;
        for (var seed = 1L; seed <= LAWS; seed++) {
            var chance = new Chance(seed);
            var asker = Asker.knowingAll(chance);
            var roles = asker.roles();
            var both = Both.of(lawAlone(new Lawmaker(chance)), roles);
            both.policies().cache();
            for (var i = 0; i < QUESTIONS; i++) {
                byRule += assertAgreed(both, asker.question(NOW, roles), seed) ? 1 : 0;
            }
        }
        assertThat(byRule).isGreaterThan(LAWS * QUESTIONS / 5);
    }

    /** @return whether a rule decided */
    private boolean assertAgreed(Both both, Question question, long seed) throws AuthException {
        var ours = both.subject().answer(Document.of(question));
        var theirs = answer(both, question);
        var rules = theirs.getReason().stream()
                .filter(id ->
                        both.law().articles().anyMatch(article -> article.id().equals(id)))
                .collect(Collectors.toCollection(TreeSet::new));
        var asked = new Case(both.law(), question);

        assertThat(theirs.getErrors()).isEmpty();
        assertThat(theirs.isAllowed()).as(() -> asked.story(seed)).isEqualTo(ours.permitted());
        if (!question.stays() || !ours.permitted()) {
            assertThat(List.copyOf(rules)).as(() -> asked.story(seed)).isEqualTo(ours.matched());
        }
        return ours.decidingRule() != null;
    }

    private AuthorizationSuccessResponse answer(Both both, Question question) throws AuthException {
        var request = new AuthorizationRequest(
                uid("Node", "origin"), uid("Action", "transfer"), uid("Data", "it"), context(question));
        var response = cedar.isAuthorized(
                request, both.policies(), places(both.law().books().getFirst()));
        return response.success.orElseThrow(() -> new AssertionError(response.toString()));
    }

    /** The platform's book of a random law, without what Cedar cannot say. */
    private static Law lawAlone(Lawmaker lawmaker) {
        var book = Stream.generate(lawmaker::law)
                .filter(law -> law.hasPlatform() && law.books().size() == 1)
                .findFirst()
                .orElseThrow()
                .books()
                .getFirst();
        var blocs = new TreeMap<String, List<Member>>();
        book.blocs().forEach((name, members) -> blocs.put(name, withoutGuards(members)));
        return new Law(List.of(book.withBlocs(blocs)
                .withArticles(book.articles().stream()
                        .filter(article -> article.guard().stream()
                                .flatMap(Guard::fields)
                                .noneMatch(field -> NOT_ALWAYS_THERE.contains(field.name())))
                        .toList())));
    }

    private static List<Member> withoutGuards(List<Member> members) {
        return members.stream()
                .map(member -> member instanceof Member.Dated dated ? dated.withoutGuard() : member)
                .toList();
    }

    private static EntityUID uid(String type, String id) {
        return EntityTypeName.parse(type).orElseThrow().of(id);
    }

    private static EntityUID place(String name) {
        return PLACE.of(name);
    }

    /** Countries, their parts and blocs, each with what it lies in. */
    private static Set<Entity> places(Book book) {
        var parents = new TreeMap<String, Set<EntityUID>>();
        Stream.of("DE", "FR").forEach(country -> lies(parents, country, "EU"));
        Stream.of("US-CA", "US-NY").forEach(part -> lies(parents, part, "US"));
        book.blocs()
                .forEach((bloc, members) -> members.stream()
                        .filter(member -> counts(member))
                        .forEach(member -> lies(parents, member.name(), bloc)));
        return parents.entrySet().stream()
                .map(entry -> new Entity(place(entry.getKey()), entry.getValue()))
                .collect(Collectors.toSet());
    }

    private static void lies(Map<String, Set<EntityUID>> parents, String place, String bloc) {
        parents.computeIfAbsent(place, name -> new HashSet<>()).add(place(bloc));
    }

    private static boolean counts(Member member) {
        return !(member instanceof Member.Dated dated)
                || (!dated.suspended()
                        && !NOW.isBefore(dated.from())
                        && dated.end().map(NOW::isBefore).orElse(true));
    }

    private static Map<String, Value> context(Question question) {
        var request = new CedarMap();
        request.put("class", new PrimString(question.dataClass()));
        request.put("tags", list(question.tags()));
        request.put("purpose", new PrimString(question.purposeIfKnown().orElseThrow()));
        request.put("transform", new PrimString(question.transformIfKnown().orElseThrow()));
        request.put("action", new PrimString(question.action()));
        var context = new TreeMap<String, Value>();
        context.put("request", request);
        context.put("origin", facts(question.origin()));
        for (var i = 0; i < question.path().size(); i++) {
            context.put("h" + i, facts(question.path().get(i)));
        }
        return context;
    }

    private static CedarMap facts(Facts facts) {
        var map = new CedarMap();
        facts.known().forEach((name, value) -> {
            switch (value) {
                case Boolean flag -> map.put(name, new PrimBool(flag));
                case String word -> map.put(name, new PrimString(word));
                default -> map.put(name, list(facts.words(name).orElseThrow()));
            }
        });
        facts.word("retention").ifPresent(hours -> map.put("retention_s", seconds(hours)));
        for (var name : List.of("country", "operator_home")) {
            var code = facts.word(name).orElseThrow();
            map.put(name, new PrimString(Places.country(code)));
            map.put(name + "_place", place(code));
        }
        var access = facts.words("access_countries").orElseThrow();
        map.put("access_countries", list(access.stream().map(Places::country).toList()));
        map.put("access_countries_first", place(access.getFirst()));
        map.put("access_countries_last", place(access.getLast()));
        return map;
    }

    private static Value seconds(String hours) {
        return new PrimLong(3600 * Long.parseLong(hours.replace("h", "")));
    }

    private static CedarList list(List<String> words) {
        return new CedarList(words.stream().<Value>map(PrimString::new).toList());
    }
}
