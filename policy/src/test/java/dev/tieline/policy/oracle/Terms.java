package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Misreading.*;

import dev.tieline.policy.oracle.Clause.Flagged;
import dev.tieline.policy.oracle.Clause.Kept;
import dev.tieline.policy.oracle.Clause.Listed;
import dev.tieline.policy.oracle.Clause.Same;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether a hop satisfies the conditions of a clause. */
final class Terms {
    private final Reading reading;
    private final Question question;
    private final Function<Facts, Guard.Sight> sight;

    Terms(Reading reading, Question question, Function<Facts, Guard.Sight> sight) {
        this.reading = reading;
        this.question = question;
        this.sight = sight;
    }

    private boolean wrong(Misreading some) {
        return reading.wrong(some);
    }

    Stream<Three> of(Clause clause, Facts hop) {
        return clause.terms().entrySet().stream().map(term -> switch (term.getValue()) {
            case Listed(var words, var negated) -> listed(term.getKey(), words, negated, hop);
            case Flagged(var wanted) -> flagged(hop.flag(term.getKey()), wanted);
            case Same(var fact) -> same(wrong(SAME_SITE_ONLY) ? "site" : fact, hop);
            case Kept(var hours) -> kept(hop, hours);
        });
    }

    private Three listed(String key, List<String> words, boolean negated, Facts hop) {
        var plain = listed(key, wrong(FIRST_WORD_ONLY) ? words.subList(0, 1) : words, hop);
        if (!negated || wrong(NOT_IS_IDLE)) {
            return plain;
        }
        return plain == Three.UNKNOWN && wrong(NOT_UNKNOWN_IS_YES) ? Three.YES : plain.not();
    }

    private Three listed(String key, List<String> words, Facts hop) {
        return switch (key) {
            case "country" -> places(hop).within(hop.word(key), words);
            case "operator_home" ->
                wrong(OPERATOR_IS_IDLE) ? Three.YES : places(hop).within(hop.word(key), words);
            case "access_countries" -> access(hop, words);
            case "certs" -> Three.of(hop.words(key).map(held -> certified(held, words)));
            default -> Three.of(hop.word(key).map(words::contains));
        };
    }

    private Places places(Facts hop) {
        return new Places(reading, question, sight.apply(hop));
    }

    private Three access(Facts hop, List<String> words) {
        return hop.words("access_countries")
                .map(from -> from.stream().map(place -> places(hop).within(Optional.of(place), words)))
                .map(answers -> wrong(ONE_ACCESS_IS_ENOUGH) ? Three.any(answers) : Three.all(answers))
                .orElse(Three.UNKNOWN);
    }

    private boolean certified(List<String> held, List<String> words) {
        return wrong(ALL_CERTS) ? held.containsAll(words) : words.stream().anyMatch(held::contains);
    }

    private Three flagged(Optional<Boolean> fact, boolean wanted) {
        return Three.of(fact.map(value -> wrong(FLAGS_ARE_TRUE) ? value : value == wanted));
    }

    private Three same(String fact, Facts hop) {
        Function<String, String> compared = fact.equals("site") || wrong(SAME_PART) ? word -> word : Places::country;
        var here = hop.word(fact).map(compared);
        var there = question.origin().word(fact).map(compared);
        return Three.of(here.flatMap(a -> there.map(a::equals)));
    }

    private Three kept(Facts hop, int hours) {
        var limit = wrong(KEPT_LESS) ? hours - 1 : hours;
        return Three.of(hop.word("retention").map(kept -> Integer.parseInt(kept.replace("h", "")) <= limit));
    }
}
