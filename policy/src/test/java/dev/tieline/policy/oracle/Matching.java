package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Misreading.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which articles of a book match a question. */
final class Matching {
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special", "unknown");

    private final Reading reading;
    private final Book book;
    private final Question question;
    private final Terms terms;

    Matching(Reading reading, Book book, Question question) {
        this.reading = reading;
        this.book = book;
        this.question = question;
        this.terms = new Terms(reading, question, this::sight);
    }

    private boolean wrong(Misreading some) {
        return reading.wrong(some);
    }

    boolean matches(Article article) {
        return article.permits() ? permits(article) : forbids(article);
    }

    // ---- permits ----

    private boolean permits(Article article) {
        var scope = article.scopeIfAny().orElseThrow();
        var clauses = article.hopsIfAny().orElseThrow();
        if (!inScope(scope, true, this::holds)) {
            return false;
        }
        var hops = question.path().stream()
                .filter(hop -> !wrong(BROKERS_ARE_NO_HOPS) || !role(hop).equals("relay"))
                .toList();
        var typed = wrong(ONE_HOP_IS_ENOUGH)
                ? hops.stream().anyMatch(hop -> permitsHop(clauses, hop))
                : hops.stream().allMatch(hop -> permitsHop(clauses, hop));
        return typed
                && (wrong(WHEN_OF_SOME_HOP)
                        ? hops.stream().anyMatch(hop -> permitsWhen(article, hop))
                        : hops.stream().allMatch(hop -> permitsWhen(article, hop)));
    }

    private boolean holds(Three truth) {
        return truth == Three.YES || (wrong(UNKNOWN_IS_YES) && truth == Three.UNKNOWN);
    }

    private boolean permitsHop(Map<String, Clause> clauses, Facts hop) {
        var own = Optional.ofNullable(clauses.get(role(hop)));
        var any = Optional.ofNullable(clauses.get("any"));
        if (own.isEmpty() && any.isEmpty()) {
            return wrong(OPEN_ROLES);
        }
        return own.or(() -> any).filter(clause -> permitsHop(clause, hop)).isPresent()
                || (wrong(ANY_BESIDE_THE_ROLE)
                        && any.filter(clause -> permitsHop(clause, hop)).isPresent());
    }

    private boolean permitsHop(Clause clause, Facts hop) {
        return (!clause.none() || wrong(NONE_IS_EMPTY)) && terms.of(clause, hop).allMatch(this::holds);
    }

    private boolean permitsWhen(Article article, Facts hop) {
        return article.guard()
                .map(guard -> guard.holds(sight(hop)))
                .map(truth -> truth == Three.YES
                        || (truth == Three.UNKNOWN && (wrong(PERMIT_ERRORS_ARE_TRUE) || wrong(UNKNOWN_IS_YES))))
                .orElse(true);
    }

    // ---- forbids ----

    private boolean forbids(Article article) {
        if (wrong(ERRORS_ALWAYS_COUNT) && errs(article)) {
            return true;
        } else if (article.scopeIfAny().isPresent()
                && !inScope(article.scopeIfAny().get(), false, this::possible)) {
            return false;
        } else if (article.hopsIfAny().isEmpty() && article.guard().isEmpty()) {
            return !wrong(BARE_FORBIDS_NEED_HOPS) || !question.stays();
        } else if (question.stays()) {
            return article.hopsIfAny().isPresent() ? wrong(HOPS_FORBID_STAYING) : forbidsStaying(article);
        } else if (wrong(WHEN_OF_ANOTHER_HOP)) {
            return question.path().stream().anyMatch(hop -> forbidsHop(article, hop))
                    && question.path().stream().anyMatch(hop -> forbidsWhen(article, hop));
        }
        return wrong(EVERY_HOP_OFFENDS)
                ? question.path().stream().allMatch(hop -> offends(article, hop))
                : question.path().stream().anyMatch(hop -> offends(article, hop));
    }

    private boolean offends(Article article, Facts hop) {
        return forbidsHop(article, hop) && forbidsWhen(article, hop);
    }

    /** The number of the hop that a forbid names which matches. */
    Optional<Integer> hopThatOffends(Article article) {
        if (!looksAtHops(article) && !wrong(EVERY_FORBID_NAMES_A_HOP)) {
            return Optional.empty();
        }
        var numbers = IntStream.rangeClosed(1, question.path().size())
                .filter(number -> wrong(CLAUSE_ALONE_NAMES_THE_HOP)
                        ? forbidsHop(article, question.path().get(number - 1))
                        : offends(article, question.path().get(number - 1)))
                .boxed()
                .toList();
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(wrong(LAST_HOP_IS_NAMED) ? numbers.getLast() : numbers.getFirst());
    }

    private static boolean looksAtHops(Article article) {
        return article.hopsIfAny().isPresent()
                || article.guard().map(Guard::mentionsHop).orElse(false);
    }

    private boolean errs(Article article) {
        return article.guard().isPresent()
                && question.path().stream()
                        .anyMatch(hop -> article.guard().get().holds(sight(hop)) == Three.UNKNOWN);
    }

    private boolean possible(Three truth) {
        return truth == Three.YES || (truth == Three.UNKNOWN && !wrong(UNKNOWN_IS_NO));
    }

    private boolean forbidsStaying(Article article) {
        var guard = article.guard().orElseThrow();
        if (wrong(STAYING_SKIPS_WHEN) || (guard.mentionsHop() && !wrong(STAYING_HAS_A_BLANK_HOP))) {
            return false;
        }
        return counts(guard.holds(sight(null)));
    }

    private boolean forbidsWhen(Article article, Facts hop) {
        return article.guard().map(guard -> counts(guard.holds(sight(hop)))).orElse(true);
    }

    private boolean counts(Three guard) {
        return guard == Three.YES || (possible(guard) && !wrong(FORBID_ERRORS_ARE_FALSE));
    }

    private boolean forbidsHop(Article article, Facts hop) {
        if (article.hopsIfAny().isEmpty()) {
            return true;
        }
        var clauses = article.hopsIfAny().get();
        var own = Optional.ofNullable(clauses.get(role(hop)));
        var any = Optional.ofNullable(clauses.get("any")).filter(clause -> own.isEmpty() || !wrong(ROLE_HIDES_ANY));
        return Stream.of(own, any)
                .flatMap(Optional::stream)
                .anyMatch(clause -> terms.of(clause, hop)
                        .allMatch(truth -> truth == Three.YES || (possible(truth) && !wrong(UNKNOWN_FACT_EVADES))));
    }

    // ---- what `for` names ----

    private boolean inScope(Scope scope, boolean permit, Predicate<Three> counts) {
        var answers = Stream.of(
                        Optional.of(tags(scope, permit)),
                        scope.listed("class").map(listed -> dataClass(listed, permit)),
                        scope.listed("purpose")
                                .filter(listed -> !wrong(PURPOSE_IS_IDLE))
                                .map(listed -> purpose(listed, permit)),
                        scope.listed("action")
                                .filter(listed -> !wrong(ACTION_IS_IDLE))
                                .map(listed -> Three.of(listed.contains(question.action()))),
                        scope.listed("transform")
                                .filter(listed -> !wrong(TRANSFORM_IS_IDLE))
                                .map(listed -> transform(listed, permit)))
                .flatMap(Optional::stream)
                .toList();
        return wrong(ONE_DIMENSION_IS_ENOUGH)
                ? answers.stream().anyMatch(counts)
                : answers.stream().allMatch(counts);
    }

    private Three dataClass(List<String> listed, boolean permit) {
        var rank = CLASSES.indexOf(question.dataClass());
        var ranks = listed.stream().mapToInt(CLASSES::indexOf).summaryStatistics();
        if (question.dataClass().equals("unknown")) {
            return permit
                    ? Three.of(wrong(UNKNOWN_CLASS_IS_SPECIAL) && ranks.getMax() == 3)
                    : wrong(UNKNOWN_CLASS_ESCAPES) ? Three.NO : Three.YES;
        } else if (wrong(permit ? PERMIT_CLASS_ALONE : FORBID_CLASS_ALONE)) {
            return Three.of(listed.contains(question.dataClass()));
        }
        return Three.of((permit && !wrong(PERMIT_CLASS_UPWARDS)) ? rank <= ranks.getMax() : rank >= ranks.getMin());
    }

    private Three tags(Scope scope, boolean permit) {
        var tags = question.tags();
        var listed = scope.listed("tags");
        if (permit) {
            return Three.of(permitsTags(listed.orElse(List.of())) || (listed.isEmpty() && wrong(NO_TAGS_ARE_ALL_TAGS)));
        } else if (listed.isEmpty()) {
            return Three.YES;
        }
        if (wrong(FORBID_NEEDS_ALL_TAGS)) {
            return Three.of(listed.get().containsAll(tags));
        }
        return Three.any(tags.stream()
                .map(tag -> reading.declaresTag(book, tag) || wrong(UNDECLARED_TAG_EVADES)
                        ? Three.of(listed.get().contains(tag))
                        : Three.UNKNOWN));
    }

    private boolean permitsTags(List<String> listed) {
        var tags = question.tags();
        if (listed.contains("*")) {
            return !wrong(STAR_IS_DECLARED_TAGS) || tags.stream().allMatch(tag -> reading.declaresTag(book, tag));
        }
        return listed.containsAll(tags)
                || (wrong(ONE_TAG_IS_ENOUGH) && tags.stream().anyMatch(listed::contains));
    }

    private Three purpose(List<String> listed, boolean permit) {
        var known = question.purposeIfKnown().filter(word -> reading.declaresPurpose(book, word));
        return evading(Three.of(known.map(listed::contains)), permit);
    }

    private Three transform(List<String> listed, boolean permit) {
        return evading(Three.of(question.transformIfKnown().map(listed::contains)), permit);
    }

    private Three evading(Three truth, boolean permit) {
        return truth == Three.UNKNOWN && !permit && wrong(UNKNOWN_PURPOSE_EVADES) ? Three.NO : truth;
    }

    private static String role(Facts hop) {
        return hop.word("role").orElseThrow();
    }

    private Guard.Sight sight(@Nullable Facts hop) {
        return new Fields(reading, book, question, hop);
    }
}
