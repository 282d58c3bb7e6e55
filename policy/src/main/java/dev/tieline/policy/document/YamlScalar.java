package dev.tieline.policy.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * A single value: text, a number, a boolean or null.
 *
 * @param place where it stands
 * @param text the value as it was written
 * @param type what YAML 1.2's core schema takes the text for
 */
public record YamlScalar(Place place, String text, Type type) implements YamlValue {
    private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}[smhd]");

    /** The types of YAML 1.2's core schema (specification section 10.3). */
    public enum Type {
        STRING,
        INTEGER,
        FLOAT,
        BOOLEAN,
        NULL
    }

    @Override
    public String kind() {
        return type == Type.NULL ? "nothing" : "a value";
    }

    /** Text, quoted or plain. Numbers count as text too, booleans and null do not. */
    public String string() {
        return switch (type) {
            case STRING, INTEGER, FLOAT -> text;
            case BOOLEAN -> throw error("needs text, and " + text + " is a boolean. Maybe quote it: \"" + text + "\"");
            case NULL -> throw error("needs text, and this is empty");
        };
    }

    public long integer() {
        if (type == Type.INTEGER) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw error("needs a decimal integer of at most 64 bits, and this is " + text);
            }
        }
        throw error("needs an integer, and this is '" + text + "'");
    }

    public double number() {
        if (type == Type.INTEGER || type == Type.FLOAT) {
            try {
                return new BigDecimal(text).doubleValue();
            } catch (NumberFormatException e) {
                throw error("needs a finite number, and this is " + text);
            }
        }
        throw error("needs a number, and this is '" + text + "'");
    }

    public boolean bool() {
        if (type == Type.BOOLEAN) {
            return text.equalsIgnoreCase("true");
        }
        throw error("needs true or false, and this is '" + text + "'");
    }

    /** An instant in ISO 8601 with offset {@code Z}, or a date, which means its first moment in UTC. */
    public Instant instant() {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new DocumentException(
                    place,
                    "needs a time such as 2026-11-01T00:00:00Z or a date such as 2026-11-01, and this is '" + text
                            + "'");
        }
    }

    /** A duration: an integer of at most nine digits followed by s, m, h or d (a day has 24 hours). */
    public Duration duration() {
        if (!DURATION.matcher(text).matches()) {
            throw error("needs an integer followed by s, m, h or d, such as 24h, and this is '" + text + "'");
        }
        var amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
