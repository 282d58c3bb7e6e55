package dev.tieline.policy.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A bundle.
 *
 * @param blocs by name
 * @param defaults {@code allow} or {@code deny} by class; only on the level {@code platform}
 */
record Book(
        String level,
        Instant notBefore,
        Instant expires,
        List<String> tags,
        List<String> purposes,
        Map<String, List<Member>> blocs,
        Map<String, String> defaults,
        List<Article> articles) {

    boolean isPlatform() {
        return level.equals("platform");
    }

    Book withArticles(List<Article> others) {
        return new Book(level, notBefore, expires, tags, purposes, blocs, defaults, List.copyOf(others));
    }

    Book withDefaults(Map<String, String> others) {
        return new Book(level, notBefore, expires, tags, purposes, blocs, others, articles);
    }

    Book withBlocs(Map<String, List<Member>> others) {
        return new Book(level, notBefore, expires, tags, purposes, others, defaults, articles);
    }

    /** The same with what another declares, too. */
    Book withWordsOf(Book other) {
        var all = new LinkedHashMap<>(other.blocs);
        all.putAll(blocs);
        return new Book(
                level,
                notBefore,
                expires,
                Stream.concat(other.tags.stream(), tags.stream()).toList(),
                Stream.concat(other.purposes.stream(), purposes.stream()).toList(),
                ordered(all),
                defaults,
                articles);
    }

    /** The same with its articles changed one by one. */
    Book eachArticle(UnaryOperator<Article> change) {
        return withArticles(articles.stream().map(change).toList());
    }

    Book shuffled(Random random) {
        var others = new ArrayList<>(articles);
        Collections.shuffle(others, random);
        return withArticles(others);
    }

    String yaml() {
        var text = new StringBuilder("""
                apiVersion: tieline.dev/policy/v1
                bundle: {id: random-%s, version: 1, level: %s, notBefore: %s, expires: %s}
                """.formatted(level, level, notBefore, expires));
        if (!tags.isEmpty()) {
            text.append("tags: ").append(Yaml.value(tags)).append('\n');
        }
        if (!purposes.isEmpty()) {
            text.append("purposes: ").append(Yaml.value(purposes)).append('\n');
        }
        if (!blocs.isEmpty()) {
            text.append("blocs:\n");
            blocs.forEach((name, members) -> text.append("  ")
                    .append(name)
                    .append(": ")
                    .append(Yaml.value(members.stream().map(Member::document).toList()))
                    .append('\n'));
        }
        if (!defaults.isEmpty()) {
            text.append("defaults: ").append(Yaml.value(defaults)).append('\n');
        }
        if (!articles.isEmpty()) {
            text.append("rules:\n");
            articles.forEach(article ->
                    text.append("  - ").append(Yaml.value(article.document())).append('\n'));
        }
        return text.toString();
    }

    /** A map in the order in which its entries are given. */
    static <V> Map<String, V> ordered(Map<String, V> entries) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
