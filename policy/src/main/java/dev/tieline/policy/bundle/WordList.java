package dev.tieline.policy.bundle;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The words of a list condition: a set to look them up, and their order in the file for people. */
final class WordList {
    private final List<String> inOrder;
    private final Set<String> set;

    WordList(Collection<String> words) {
        this.inOrder = words.stream().distinct().toList();
        this.set = Set.copyOf(words);
    }

    boolean contains(String word) {
        return set.contains(word);
    }

    boolean containsAny(Collection<String> words) {
        for (var word : words) {
            if (set.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no word stands outside this list; true of none. */
    boolean containsAll(Collection<String> words) {
        return words.isEmpty() || set.containsAll(words);
    }

    /** In the order of the file. */
    List<String> words() {
        return inOrder;
    }

    boolean isEmpty() {
        return set.isEmpty();
    }

    String joined(String delimiter) {
        return String.join(delimiter, inOrder);
    }
}
