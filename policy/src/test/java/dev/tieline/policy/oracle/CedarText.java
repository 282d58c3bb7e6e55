package dev.tieline.policy.oracle;

import dev.tieline.policy.oracle.Clause.Flagged;
import dev.tieline.policy.oracle.Clause.Kept;
import dev.tieline.policy.oracle.Clause.Listed;
import dev.tieline.policy.oracle.Clause.Same;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A bundle as Cedar policies for paths of the same roles: its rules with every hop written out, its defaults, and the permit
 * for what stays.
 *
 * <p>Holds only where all facts are known, since Cedar leaves out a policy that ends in an error.
 */
final class CedarText {
    private final List<String> roles;

    /** @param roles of the hops of the path */
    CedarText(List<String> roles) {
        this.roles = roles;
    }

    /** The policies by id. */
    Map<String, String> of(Book book) {
        var policies = new LinkedHashMap<String, String>();
        if (roles.isEmpty()) {
            policies.put("stays", policy(true, Stream.of("true")));
        }
        book.defaults().forEach((dataClass, answer) -> {
            if (answer.equals("allow")) {
                policies.put("default-" + dataClass, policy(true, Stream.of(is("context.request.class", dataClass))));
            }
        });
        book.articles().stream()
                .filter(article -> !article.audit())
                .forEach(article -> policies.put(article.id(), policy(article)));
        return policies;
    }

    private static String policy(boolean permits, Stream<String> conditions) {
        return conditions.collect(Collectors.joining(
                " &&\n  ", (permits ? "permit" : "forbid") + " (principal, action, resource) when {\n  ", "\n};"));
    }

    private String policy(Article article) {
        var scope = article.scopeIfAny().stream().flatMap(some -> scope(some, article.permits()));
        return policy(article.permits(), Stream.concat(scope, Stream.of(path(article))));
    }

    private Stream<String> scope(Scope scope, boolean permits) {
        var conditions = new ArrayList<String>();
        scope.listed("class")
                .ifPresent(listed -> conditions.add(among("context.request.class", covered(listed, permits))));
        var tags = scope.listed("tags");
        if (permits) {
            conditions.add(tags.filter(listed -> listed.contains("*"))
                    .map(listed -> "true")
                    .orElseGet(() -> set(tags.orElse(List.of())) + ".containsAll(context.request.tags)"));
        } else {
            tags.ifPresent(listed -> conditions.add("context.request.tags.containsAny(" + set(listed) + ")"));
        }
        for (var name : List.of("purpose", "action", "transform")) {
            scope.listed(name).ifPresent(listed -> conditions.add(among("context.request." + name, listed)));
        }
        return conditions.stream();
    }

    private static List<String> covered(List<String> listed, boolean permits) {
        var ranks = listed.stream().mapToInt(Lawmaker.CLASSES::indexOf).summaryStatistics();
        return permits
                ? Lawmaker.CLASSES.subList(0, ranks.getMax() + 1)
                : Lawmaker.CLASSES.subList(ranks.getMin(), Lawmaker.CLASSES.size());
    }

    private String path(Article article) {
        if (article.permits()) {
            return all(each(i -> both(permitted(article, i), guard(article, i))));
        } else if (article.hopsIfAny().isEmpty()) {
            return article.guard()
                    .map(guard -> roles.isEmpty()
                            ? (guard.mentionsHop() ? "false" : cedar(guard, -1))
                            : any(each(i -> cedar(guard, i))))
                    .orElse("true");
        }
        return any(each(i -> both(forbidden(article, i), guard(article, i))));
    }

    private Stream<String> each(IntFunction<String> hop) {
        return IntStream.range(0, roles.size()).mapToObj(hop);
    }

    private String guard(Article article, int hop) {
        return article.guard().map(guard -> cedar(guard, hop)).orElse("true");
    }

    private String permitted(Article article, int hop) {
        var clauses = article.hopsIfAny().orElseThrow();
        var clause = Optional.ofNullable(clauses.get(roles.get(hop))).or(() -> Optional.ofNullable(clauses.get("any")));
        return clause.filter(some -> !some.none())
                .map(some -> clause(some, hop))
                .orElse("false");
    }

    private String forbidden(Article article, int hop) {
        var clauses = article.hopsIfAny().orElseThrow();
        return any(Stream.of(roles.get(hop), "any")
                .flatMap(role -> Optional.ofNullable(clauses.get(role)).stream())
                .map(clause -> clause(clause, hop)));
    }

    private static String clause(Clause clause, int hop) {
        return all(clause.terms().entrySet().stream().map(term -> term(term.getKey(), term.getValue(), hop)));
    }

    private static String term(String key, Clause.Term term, int hop) {
        var fact = "context.h" + hop + "." + key;
        return switch (term) {
            case Listed(var words, var negated) -> (negated ? "!" : "") + "(" + listed(key, fact, words) + ")";
            case Flagged(var wanted) -> fact + " == " + wanted;
            case Same(var same) -> "context.h" + hop + "." + same + " == context.origin." + same;
            case Kept(var hours) -> "context.h" + hop + ".retention_s <= " + 3600 * hours;
        };
    }

    private static String listed(String key, String fact, List<String> words) {
        return switch (key) {
            case "country", "operator_home" -> within(fact + "_place", words);
            case "access_countries" -> all(Stream.of("_first", "_last").map(place -> within(fact + place, words)));
            case "certs" -> fact + ".containsAny(" + set(words) + ")";
            default -> among(fact, words);
        };
    }

    private static String within(String place, List<String> names) {
        return names.contains("*") ? "true" : any(names.stream().map(name -> place + " in Place::\"" + name + "\""));
    }

    /** The same condition in Cedar, about the hop of a number. */
    private static String cedar(Guard guard, int hop) {
        return switch (guard) {
            case Guard.Has(var field) -> {
                var at = name(field, hop).lastIndexOf('.');
                yield "(" + name(field, hop).substring(0, at) + " has " + field.name() + ")";
            }
            case Guard.Flag(var field) -> name(field, hop);
            case Guard.Is(var field, var word) -> is(name(field, hop), word);
            case Guard.Differ(var one, var other) -> name(one, hop) + " != " + name(other, hop);
            case Guard.Among(var field, var words) -> among(name(field, hop), words);
            case Guard.Holds(var word, var list) -> name(list, hop) + ".contains(\"" + word + "\")";
            case Guard.AtMost(var field, var limit) -> name(field, hop) + " <= " + limit;
            case Guard.Not(var some) -> "!(" + cedar(some, hop) + ")";
            case Guard.And(var left, var right) -> both(cedar(left, hop), cedar(right, hop));
            case Guard.Or(var left, var right) -> any(Stream.of(cedar(left, hop), cedar(right, hop)));
        };
    }

    private static String name(Guard.Field field, int hop) {
        return "context." + (field.owner().equals("hop") ? "h" + hop : field.owner()) + "." + field.name();
    }

    private static String is(String name, String word) {
        return name + " == \"" + word + "\"";
    }

    private static String among(String name, List<String> words) {
        return set(words) + ".contains(" + name + ")";
    }

    private static String set(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    private static String both(String one, String other) {
        return all(Stream.of(one, other));
    }

    private static String all(Stream<String> conditions) {
        return joined(conditions.toList(), " && ", "true");
    }

    private static String any(Stream<String> conditions) {
        return joined(conditions.toList(), " || ", "false");
    }

    private static String joined(List<String> conditions, String operator, String none) {
        return conditions.isEmpty() ? none : "(" + String.join(operator, conditions) + ")";
    }
}
