package dev.tieline.policy.bundle;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The tags and purposes that a bundle declares. */
record Vocabulary(SortedSet<String> tags, SortedSet<String> purposes) {
    Vocabulary {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        purposes = Collections.unmodifiableSortedSet(new TreeSet<>(purposes));
    }
}
