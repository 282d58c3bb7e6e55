package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Misreading.*;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which lists of countries and blocs a place lies in, for a question and the hop at hand. */
final class Places {
    /** Of the countries that random laws name. */
    private static final Set<String> EU = Set.of("DE", "FR");

    private final Reading reading;
    private final Question question;
    private final Guard.Sight sight;

    Places(Reading reading, Question question, Guard.Sight sight) {
        this.reading = reading;
        this.question = question;
        this.sight = sight;
    }

    static String country(String code) {
        return code.split("-", 2)[0];
    }

    static Optional<String> part(String code) {
        return code.contains("-") ? Optional.of(code.split("-", 2)[1]) : Optional.empty();
    }

    /** Whether a place lies in one of those that a list names. */
    Three within(Optional<String> place, List<String> names) {
        if (place.isEmpty()) {
            return reading.wrong(STAR_COVERS_UNKNOWN) && names.contains("*") ? Three.YES : Three.UNKNOWN;
        }
        return Three.any(names.stream().map(name -> named(place.get(), name)));
    }

    private Three named(String place, String name) {
        if (name.equals("*")) {
            return Three.YES;
        } else if (name.equals("EU")) {
            return Three.of(EU.contains(country(place)));
        }
        return reading.bloc(name)
                .map(members -> Three.any(members.stream().map(member -> belongs(place, member))))
                .orElseGet(() -> covered(place, name));
    }

    private Three belongs(String place, Member member) {
        return switch (member) {
            case Member.Plain plain -> named(place, plain.name());
            case Member.Dated dated ->
                counts(dated) ? Three.both(named(place, dated.name()), () -> when(dated)) : Three.NO;
        };
    }

    private boolean counts(Member.Dated member) {
        var at = question.at();
        var begun = !at.isBefore(member.from()) || reading.wrong(FROM_IS_IDLE);
        var over = member.end()
                .map(end -> at.isAfter(end) || (at.equals(end) && !reading.wrong(UNTIL_IS_INCLUDED)))
                .orElse(false);
        return begun && !over && (!member.suspended() || reading.wrong(SUSPENDED_IS_IDLE));
    }

    private Three when(Member.Dated member) {
        if (reading.wrong(MEMBER_WHEN_IS_IDLE)) {
            return Three.YES;
        }
        var truth = member.guard().map(guard -> guard.holds(sight)).orElse(Three.YES);
        return truth == Three.UNKNOWN && reading.wrong(MEMBER_ERROR_IS_OUTSIDE) ? Three.NO : truth;
    }

    private Three covered(String place, String name) {
        if (!country(place).equals(country(name))) {
            return Three.NO;
        } else if (part(name).isEmpty()) {
            return Three.of(part(place).isEmpty() || !reading.wrong(PARTS_ARE_OUTSIDE));
        } else if (part(place).isEmpty()) {
            return reading.wrong(BARE_COUNTRY_IS_OUTSIDE)
                    ? Three.NO
                    : reading.wrong(BARE_COUNTRY_IS_INSIDE) ? Three.YES : Three.UNKNOWN;
        }
        return Three.of(part(place).equals(part(name)));
    }
}
