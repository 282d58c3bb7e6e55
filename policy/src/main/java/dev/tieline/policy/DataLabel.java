package dev.tieline.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known about the sensitivity of data: one class and any number of tags.
 *
 * <p>The effective label of a request is the {@link #join} of every label that applies to it, so whoever adds a label
 * can raise the result and never lower it.
 *
 * @param dataClass how sensitive the data is
 * @param tags marks such as {@code health}, in alphabetical order; a bundle declares which ones it knows
 */
public record DataLabel(DataClass dataClass, SortedSet<String> tags) {

    /** Public data without tags: the lowest label. */
    public static final DataLabel PUBLIC = of(DataClass.PUBLIC);

    /** @throws IllegalArgumentException if a tag is blank */
    public DataLabel {
        for (var tag : tags) {
            if (tag.isBlank()) {
                throw new IllegalArgumentException("A data label has a blank tag among " + tags);
            }
        }
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    public static DataLabel of(DataClass dataClass, String... tags) {
        return new DataLabel(dataClass, new TreeSet<>(Arrays.asList(tags)));
    }

    public static DataLabel of(DataClass dataClass, List<String> tags) {
        return new DataLabel(dataClass, new TreeSet<>(tags));
    }

    /** The label that is at least as strict as both: the higher class and the tags of either. */
    public DataLabel join(DataLabel other) {
        if (dataClass.join(other.dataClass) == dataClass && tags.containsAll(other.tags)) {
            return this;
        }
        var union = new TreeSet<>(tags);
        union.addAll(other.tags);
        return new DataLabel(dataClass.join(other.dataClass), union);
    }

    /** Such as {@code personal [health]}, or just {@code public}. */
    @Override
    public String toString() {
        return tags.isEmpty() ? dataClass.word() : dataClass.word() + " " + tags;
    }
}
