package dev.tieline.policy.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A policy: one book for each level that has one. Without a book of the platform nothing leaves. */
record Law(List<Book> books) {

    Law {
        books = List.copyOf(books);
    }

    boolean hasPlatform() {
        return books.stream().anyMatch(Book::isPlatform);
    }

    Stream<Article> articles() {
        return books.stream().flatMap(book -> book.articles().stream());
    }

    Law with(int index, Book book) {
        var others = new ArrayList<>(books);
        others.set(index, book);
        return new Law(others);
    }

    /** For people: all books, one after the other. */
    @Override
    public String toString() {
        return String.join("---\n", books.stream().map(Book::yaml).toList());
    }
}
