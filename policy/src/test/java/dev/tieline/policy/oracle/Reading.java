package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A law as somebody understands it.
 *
 * @param misreading what they get wrong; null if nothing
 */
record Reading(Law law, @Nullable Misreading misreading) {

    boolean wrong(Misreading some) {
        return misreading == some;
    }

    boolean declaresTag(Book book, String tag) {
        return words(book, Book::tags).contains(tag);
    }

    boolean declaresPurpose(Book book, String purpose) {
        return words(book, Book::purposes).contains(purpose);
    }

    private List<String> words(Book book, Function<Book, List<String>> section) {
        return wrong(Misreading.WORDS_STAY_AT_HOME)
                ? section.apply(book)
                : law.books().stream()
                        .flatMap(each -> section.apply(each).stream())
                        .toList();
    }

    /** The members of a bloc, if there is one of that name. */
    Optional<List<Member>> bloc(String name) {
        return law.books().stream()
                .flatMap(book -> Optional.ofNullable(book.blocs().get(name)).stream())
                .findFirst();
    }
}
