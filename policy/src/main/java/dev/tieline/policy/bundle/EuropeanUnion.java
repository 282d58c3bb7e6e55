package dev.tieline.policy.bundle;

import dev.tieline.policy.Jurisdiction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data, not logic: the member states of the European Union and its predecessors, with the dates of their accession.
 *
 * <p>Sources: the Treaty of Rome and the accession treaties. The United Kingdom counts until it left; the transition
 * period that followed was no membership.
 */
final class EuropeanUnion {
    static final String NAME = "EU";

    private static final LocalDate NEVER = LocalDate.MAX;

    static final List<Membership> MEMBERS = Stream.of(
                    since("1958-01-01", NEVER, "BE", "DE", "FR", "IT", "LU", "NL"),
                    since("1973-01-01", NEVER, "DK", "IE"),
                    since("1973-01-01", LocalDate.of(2020, 2, 1), "GB"),
                    since("1981-01-01", NEVER, "GR"),
                    since("1986-01-01", NEVER, "ES", "PT"),
                    since("1995-01-01", NEVER, "AT", "FI", "SE"),
                    since("2004-05-01", NEVER, "CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"),
                    since("2007-01-01", NEVER, "BG", "RO"),
                    since("2013-07-01", NEVER, "HR"))
            .flatMap(List::stream)
            .toList();

    private EuropeanUnion() {}

    private static List<Membership> since(String from, LocalDate until, String... countries) {
        return Arrays.stream(countries)
                .map(country ->
                        new Membership(Jurisdiction.of(country), start(LocalDate.parse(from)), start(until), null))
                .toList();
    }

    private static Instant start(LocalDate date) {
        return date.equals(NEVER)
                ? Instant.MAX
                : date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
