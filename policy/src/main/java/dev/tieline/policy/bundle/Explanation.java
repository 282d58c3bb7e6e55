package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.NearMiss;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import java.util.Locale;

/** The sentences about hops and near misses that decisions give as their reason. */
final class Explanation {
    private static final int LONGEST_GUARD = 120;

    private Explanation() {}

    /** Such as {@code hop 1 (relay broker-3: country US)}; just the hop where there is nothing to say about it. */
    static String hop(int number, Hop hop, String details) {
        return "hop " + number + " (" + hop + (details.isEmpty() ? "" : ": " + details) + ")";
    }

    /** Such as {@code country US}. The key for agreement with the origin is left out: its text names the fact that is compared. */
    static String fact(String key, String actual) {
        return key.equals("same") ? actual : key + " " + actual;
    }

    /** What a guard said, such as {@code when false}. */
    static String value(Truth truth) {
        return "when " + truth.name().toLowerCase(Locale.ROOT);
    }

    /** A guard's text in one line, and not all of it if it is long. */
    static String shortened(Guard guard) {
        var line = guard.text().strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_GUARD ? line : line.substring(0, LONGEST_GUARD) + "...";
    }

    /** Such as {@code rule a failed at hop 1 (relay broker-3: country US, needs EEA)}. */
    static String nearMiss(NearMiss miss, PolicyRequest request) {
        var at = "rule " + miss.rule() + " failed at ";
        var number = miss.hop();
        var needs = ", needs " + miss.expected();
        if (number == null) {
            return at + miss.failedClause() + " (" + miss.actual() + needs + ")";
        }
        var hop = request.path().hops().get(number - 1);
        var parts = miss.failedClause().split("\\.", 3);
        var fact = parts.length == 3 ? fact(parts[2], miss.actual()) : miss.actual();
        return at + hop(number, hop, fact + needs);
    }
}
