package dev.tieline.policy.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases that have one thing less than a case: the large things first. */
final class Smaller {
    private Smaller() {}

    static Stream<Case> than(Case some) {
        return Stream.concat(
                laws(some.law()).map(law -> new Case(law, some.question())),
                questions(some.question()).map(question -> new Case(some.law(), question)));
    }

    private static Stream<Law> laws(Law law) {
        return Stream.concat(
                without(law.books()).map(Law::new).filter(Law::hasPlatform),
                each(law.books(), Smaller::books).map(Law::new));
    }

    private static Stream<Book> books(Book book) {
        return Stream.of(
                        without(book.articles()).map(book::withArticles),
                        each(book.articles(), Smaller::articles).map(book::withArticles),
                        without(book.defaults()).map(book::withDefaults),
                        without(book.blocs()).map(book::withBlocs),
                        eachValue(book.blocs(), Smaller::members).map(book::withBlocs))
                .flatMap(Function.identity());
    }

    private static Stream<List<Member>> members(List<Member> members) {
        return Stream.concat(
                without(members).filter(rest -> !rest.isEmpty()),
                each(
                        members,
                        member -> member instanceof Member.Dated dated && dated.when() != null
                                ? Stream.of(dated.withoutGuard())
                                : Stream.empty()));
    }

    private static Stream<Article> articles(Article article) {
        return Stream.of(
                        article.guard().map(guard -> article.withGuard(null)).stream(),
                        article.guard().stream()
                                .flatMap(guard -> guard.parts().stream())
                                .map(article::withGuard),
                        article
                                .hopsIfAny()
                                .filter(hops -> !article.permits())
                                .map(hops -> article.withHops(null))
                                .stream(),
                        article.hopsIfAny().stream().flatMap(Smaller::hops).map(article::withHops),
                        article
                                .scopeIfAny()
                                .filter(scope -> !article.permits())
                                .map(scope -> article.withScope(null))
                                .stream(),
                        article.scopeIfAny().stream()
                                .flatMap(scope -> scopes(scope, article.permits()))
                                .map(article::withScope),
                        Stream.of(article.withAudit(false)).filter(other -> article.audit()),
                        Stream.of(article.withOblige(false)).filter(other -> article.oblige()))
                .flatMap(Function.identity());
    }

    private static Stream<Map<String, Clause>> hops(Map<String, Clause> hops) {
        return Stream.concat(
                without(hops).filter(rest -> !rest.isEmpty()),
                eachValue(hops, clause -> without(clause.terms()).map(terms -> new Clause(clause.none(), terms))));
    }

    private static Stream<Scope> scopes(Scope scope, boolean permits) {
        return without(scope.dimensions())
                .filter(rest -> !rest.isEmpty() && (!permits || rest.containsKey("class")))
                .map(Scope::new);
    }

    private static Stream<Question> questions(Question question) {
        return Stream.of(
                        without(question.path()).map(question::withPath),
                        without(question.tags()).map(question::withTags),
                        each(question.path(), Smaller::facts).map(question::withPath),
                        facts(question.origin()).map(question::withOrigin),
                        question.purposeIfKnown().map(word -> question.withPurpose(null)).stream(),
                        question.transformIfKnown().map(word -> question.withTransform(null)).stream())
                .flatMap(Function.identity());
    }

    private static Stream<Facts> facts(Facts facts) {
        return facts.known().keySet().stream()
                .filter(name -> !name.equals("role"))
                .sorted()
                .map(facts::without);
    }

    private static <T> Stream<List<T>> without(List<T> list) {
        return IntStream.range(0, list.size()).mapToObj(i -> {
            var rest = new ArrayList<>(list);
            rest.remove(i);
            return rest;
        });
    }

    private static <V> Stream<Map<String, V>> without(Map<String, V> map) {
        return map.keySet().stream().map(key -> changed(map, key, Optional.empty()));
    }

    private static <T> Stream<List<T>> each(List<T> list, Function<T, Stream<T>> smaller) {
        return IntStream.range(0, list.size())
                .boxed()
                .flatMap(i -> smaller.apply(list.get(i)).map(other -> {
                    var changed = new ArrayList<>(list);
                    changed.set(i, other);
                    return changed;
                }));
    }

    private static <V> Stream<Map<String, V>> eachValue(Map<String, V> map, Function<V, Stream<V>> smaller) {
        return map.entrySet().stream()
                .flatMap(entry ->
                        smaller.apply(entry.getValue()).map(other -> changed(map, entry.getKey(), Optional.of(other))));
    }

    private static <V> Map<String, V> changed(Map<String, V> map, String key, Optional<V> value) {
        var changed = new LinkedHashMap<>(map);
        value.ifPresentOrElse(other -> changed.put(key, other), () -> changed.remove(key));
        return changed;
    }
}
