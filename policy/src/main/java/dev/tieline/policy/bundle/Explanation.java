package dev.tieline.policy.bundle;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.Truth;
import dev.tieline.policy.guard.Guard;
import java.util.Locale;
import java.util.regex.Pattern;

/** The sentences about hops and near misses that decisions give as their reason. */
final class Explanation {
    private static final int LONGEST_GUARD = 120;
    private static final Pattern KEY = Pattern.compile("(for|hops\\.\\w+)\\.(?<key>\\w+)");

    private Explanation() {}

    /** Such as {@code country US}. A key is left out where the text says by itself what it is about, as that for agreement with the origin does. */
    static String fact(String key, String text) {
        return key.isEmpty() || key.equals("same") ? text : key + " " + text;
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

    /** Such as {@code rule a forbids it at hop 1 (relay broker-3: country US, needs EEA)}. */
    static String forbidden(Misfit forbidden) {
        var at = forbidden.at();
        return "rule " + forbidden.rule() + " forbids it"
                + (at == null ? " (" + facts(forbidden) + ")" : " at " + hop(at, forbidden));
    }

    /** Such as {@code rule a failed at hop 1 (relay broker-3: country US, needs EEA)}. */
    static String nearMiss(Misfit miss) {
        var at = miss.at();
        return "rule " + miss.rule() + " failed at "
                + (at == null
                        ? miss.clause() + " (" + miss.actual() + ", needs " + miss.expected() + ")"
                        : hop(at, miss));
    }

    private static String hop(Misfit.At at, Misfit misfit) {
        return "hop " + at.number() + " (" + at.hop() + ": " + facts(misfit) + ")";
    }

    private static String facts(Misfit misfit) {
        var key = KEY.matcher(misfit.clause());
        return (key.matches() ? fact(key.group("key"), misfit.actual()) : misfit.actual()) + ", needs "
                + misfit.expected();
    }
}
