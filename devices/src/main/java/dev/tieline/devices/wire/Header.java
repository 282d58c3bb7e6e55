package dev.tieline.devices.wire;

import dev.tieline.devices.wire.HeaderException.Problem;
import java.util.regex.Pattern;

/** The user properties that Tieline writes, each with the rule of its value. */
enum Header {
    REQUEST("tieline-request", 64, "[A-Za-z0-9._:-]+", "letters, digits and . _ : -"),
    MODEL("tieline-model", 63, "[A-Za-z0-9][A-Za-z0-9._-]*", "the name of a model"),
    VERSION("tieline-version", 63, "[A-Za-z0-9][A-Za-z0-9._-]*", "the version of a model"),
    BUDGET("tieline-budget-us", 10, "[1-9][0-9]*", "microseconds, 1 or more"),
    CLASS("tieline-class", 32, "[a-z][a-z0-9-]*", "a word in lower case"),
    TAGS("tieline-tags", 1_024, "[^,\\p{Cc}\\p{Cs}\\p{Cn}]+(,[^,\\p{Cc}\\p{Cs}\\p{Cn}]+)*", "tags separated by commas"),
    PURPOSE("tieline-purpose", 128, "[^\\p{Cc}\\p{Cs}\\p{Cn}]+", "printable text"),
    DECISION("tieline-decision", 256, "[^\\p{Cc}\\p{Cs}\\p{Cn}]+", "printable text"),
    DECISION_ID("tieline-decision-id", 32, "[0-9a-f]{32}", "32 hexadecimal digits in lower case"),
    VIA("tieline-via", 63, "[a-z0-9][a-z0-9-]*", "the id of a site"),
    HEADER_LENGTH("inference-header-content-length", 10, "[1-9][0-9]*", "bytes, 1 or more"),
    TRACE_PARENT(
            "traceparent",
            55,
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}",
            "a W3C trace parent such as 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    STATUS("tieline-status", 32, "[a-z][a-z_]*", "ok or the code of an error"),
    QUEUE("tieline-queue", 7, "0|[1-9][0-9]*", "a number of requests"),
    NODE("tieline-node", 127, "[^/]+/[^/]+", "a node as site/node");

    static final String PREFIX = "tieline-";

    private final String property;
    private final int maxLength;
    private final Pattern rule;
    private final String expected;

    Header(String property, int maxLength, String rule, String expected) {
        this.property = property;
        this.maxLength = maxLength;
        this.rule = Pattern.compile(rule);
        this.expected = expected;
    }

    String property() {
        return property;
    }

    int maxLength() {
        return maxLength;
    }

    /** The rule of the whole value, as a regular expression. */
    String rule() {
        return rule.pattern();
    }

    String check(String value) {
        if (value.length() > maxLength) {
            throw new HeaderException(
                    property, Problem.TOO_LONG, "has " + value.length() + " characters; the limit is " + maxLength);
        }
        if (!rule.matcher(value).matches()) {
            throw invalid(value, "needs " + expected);
        }
        return value;
    }

    boolean fits(String value) {
        return value.length() <= maxLength && rule.matcher(value).matches();
    }

    HeaderException invalid(String value, String needs) {
        return new HeaderException(property, Problem.INVALID, needs + ", and this is '" + printable(value) + "'");
    }

    HeaderException missing() {
        return new HeaderException(property, Problem.MISSING, "is required, and the message does not have it");
    }

    private static String printable(String value) {
        return value.replaceAll("\\p{Cc}", "?");
    }
}
