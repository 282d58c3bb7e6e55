package dev.tieline.cloud.catalog;

import java.util.List;
import java.util.Locale;

/**
 * What came of applying a document.
 *
 * @param kind what it is
 * @param name its name among those of its kind
 * @param outcome whether anything changed
 * @param warnings what is legal and yet worth a word
 */
public record Applied(Kind kind, String name, Outcome outcome, List<String> warnings) {

    /** Whether a document was new, another one than before, or the same. */
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED;

        /** The outcome as answers write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Applied {
        warnings = List.copyOf(warnings);
    }
}
