package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Misreading.*;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers questions by a law, in the order in which the sentences of the semantics speak. */
final class Oracle {
    private final Law law;
    private final Reading reading;

    Oracle(Law law, @Nullable Misreading misreading) {
        this.law = law;
        this.reading = new Reading(law, misreading);
    }

    static Oracle of(Law law) {
        return new Oracle(law, null);
    }

    private boolean wrong(Misreading some) {
        return reading.wrong(some);
    }

    Verdict answer(Question question) {
        var audited = wrong(AUDIT_IS_SILENT) ? List.<String>of() : audited(question);
        var forbids = forbids(question);
        if (!forbids.isEmpty()) {
            var obligations = wrong(DENIALS_OBLIGE) ? obligations(permits(question)) : List.<String>of();
            var deciding = deciding(forbids);
            return new Verdict(false, deciding, named(question, deciding), forbids, audited, obligations);
        } else if (!law.hasPlatform()) {
            return Verdict.byNoRule(
                    wrong(LEAVES_WITHOUT_POLICY) || (question.stays() && !wrong(STAYS_NOT_WITHOUT_POLICY)), audited);
        } else if (question.stays() && !wrong(STAYING_NEEDS_A_PERMIT)) {
            return Verdict.byNoRule(true, audited);
        } else if (early(question) || (expired(question) && !mayLeaveExpired(question))) {
            return Verdict.byNoRule(false, audited);
        }
        var permits = permits(question);
        return permitted(question, permits)
                ? new Verdict(true, deciding(permits), null, permits, audited, obligations(permits))
                : Verdict.byNoRule(false, audited);
    }

    private Stream<Book> begun(Question question) {
        return law.books().stream().filter(book -> !early(book, question.at()) || wrong(EARLY_FORBIDS_COUNT));
    }

    private boolean early(Book book, Instant at) {
        return !wrong(EARLY_IS_IN_FORCE)
                && (at.isBefore(book.notBefore()) || (wrong(BEGINS_A_MOMENT_LATER) && at.equals(book.notBefore())));
    }

    private boolean early(Question question) {
        return counting().anyMatch(book -> early(book, question.at()));
    }

    private boolean expired(Question question) {
        return !wrong(EXPIRED_IS_IN_FORCE) && counting().anyMatch(book -> expired(book, question.at()));
    }

    private boolean expired(Book book, Instant at) {
        return at.isAfter(book.expires()) || (!wrong(ENDS_A_MOMENT_LATER) && at.equals(book.expires()));
    }

    /** The books whose times count. */
    private Stream<Book> counting() {
        return law.books().stream().filter(book -> book.isPlatform() || !wrong(PLATFORM_TIMES_ONLY));
    }

    private boolean mayLeaveExpired(Question question) {
        return question.dataClass().equals("public")
                && (question.tags().isEmpty() || wrong(EXPIRED_RELEASES_TAGGED))
                && !wrong(EXPIRED_KEEPS_ALL);
    }

    private List<String> audited(Question question) {
        return ids(begun(question)
                .flatMap(book -> book.articles().stream()
                        .filter(Article::audit)
                        .filter(article -> matches(book, article, question))));
    }

    private List<String> forbids(Question question) {
        if (overruled(question)) {
            return List.of();
        }
        return ids(begun(question)
                .filter(book -> book.isPlatform() || !wrong(LOWER_FORBIDS_ARE_IDLE))
                .flatMap(book -> book.articles().stream()
                        .filter(article -> !article.permits())
                        .filter(article -> !article.audit() || wrong(AUDIT_FORBIDS))
                        .filter(article -> matches(book, article, question))));
    }

    /** The number of the hop that a forbid names. */
    private @Nullable Integer named(Question question, @Nullable String forbid) {
        return begun(question)
                .flatMap(book -> book.articles().stream()
                        .filter(article -> article.id().equals(forbid))
                        .flatMap(article -> new Matching(reading, book, question).hopThatOffends(article).stream()))
                .findFirst()
                .orElse(null);
    }

    /** Whether something gets in the way of forbids, wrongly. */
    private boolean overruled(Question question) {
        return (wrong(STAYING_IS_ALWAYS_FINE) && question.stays())
                || (wrong(EARLY_LEVEL_SILENCES_ALL) && early(question))
                || (wrong(FORBIDS_NEED_A_PLATFORM) && !law.hasPlatform())
                || (wrong(EXPIRED_FORBIDS_LAPSE) && expired(question))
                || (wrong(DEFAULTS_WIN) && allowedByDefault(question) && !question.stays())
                || (wrong(PERMITS_WIN) && !question.stays() && permitted(question, permits(question)));
    }

    private List<String> permits(Question question) {
        return ids(law.books().stream().flatMap(book -> permits(book, question)));
    }

    private Stream<Article> permits(Book book, Question question) {
        return permitsOf(book).filter(article -> matches(book, article, question));
    }

    private Stream<Article> permitsOf(Book book) {
        return book.articles().stream()
                .filter(Article::permits)
                .filter(article -> !article.audit() || wrong(AUDIT_PERMITS));
    }

    private boolean matches(Book book, Article article, Question question) {
        return new Matching(reading, book, question).matches(article);
    }

    private boolean permitted(Question question, List<String> permits) {
        if (wrong(ANY_LEVEL_PERMITS) && !permits.isEmpty()) {
            return true;
        } else if (wrong(PERMITS_ADD_UP)
                && question.path().stream()
                        .noneMatch(
                                hop -> permits(question.withPath(List.of(hop))).isEmpty())) {
            return true;
        } else if (wrong(DENYING_DEFAULTS_WIN) && !allowedByDefault(question)) {
            return false;
        }
        return law.books().stream()
                .allMatch(book -> book.isPlatform()
                        ? permits(book, question).findAny().isPresent() || allowedByDefault(question)
                        : !hasASay(book, question)
                                || permits(book, question).findAny().isPresent());
    }

    private boolean hasASay(Book book, Question question) {
        if (wrong(LOWER_PERMITS_ARE_IDLE)) {
            return false;
        }
        return wrong(NOBODY_ABSTAINS)
                || book.articles().stream()
                        .filter(Article::permits)
                        .filter(article -> !article.audit() || wrong(AUDIT_PERMITS_NARROW))
                        .anyMatch(article -> article.scopeIfAny()
                                .flatMap(scope -> scope.listed("action"))
                                .map(actions -> actions.contains(question.action()))
                                .orElse(true));
    }

    private boolean allowedByDefault(Question question) {
        var dataClass = question.dataClass();
        if (dataClass.equals("unknown")) {
            if (!wrong(UNKNOWN_CLASS_HAS_DEFAULT)) {
                return false;
            }
            dataClass = "special";
        }
        if (wrong(DEFAULTS_ARE_IDLE)
                || (wrong(DEFAULTS_ARE_UNTAGGED) && !question.tags().isEmpty())) {
            return false;
        }
        var defaults = law.books().stream().filter(Book::isPlatform).findFirst().map(Book::defaults);
        return defaults.orElse(Map.of())
                .getOrDefault(dataClass, wrong(NO_DEFAULT_ALLOWS) ? "allow" : "deny")
                .equals("allow");
    }

    private @Nullable String deciding(List<String> ids) {
        if (ids.isEmpty()) {
            return null;
        } else if (wrong(PLATFORM_DECIDES)) {
            return law.books().stream()
                    .filter(Book::isPlatform)
                    .flatMap(book -> book.articles().stream().map(Article::id))
                    .filter(ids::contains)
                    .sorted()
                    .findFirst()
                    .orElse(ids.getFirst());
        }
        return wrong(LARGEST_ID_DECIDES) ? ids.getLast() : ids.getFirst();
    }

    private List<String> obligations(List<String> permits) {
        var obliging = wrong(DECIDING_RULE_OBLIGES) ? permits.stream().limit(1).toList() : permits;
        return law.articles().filter(Article::oblige).map(Article::id).anyMatch(obliging::contains)
                ? List.of("audit")
                : List.of();
    }

    private static List<String> ids(Stream<Article> articles) {
        return List.copyOf(new TreeSet<>(articles.map(Article::id).toList()));
    }
}
