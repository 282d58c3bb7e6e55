package dev.tieline.policy.oracle;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** In how many cases an oracle with a misreading answers otherwise than one without. */
final class Tally {
    private final Map<Misreading, Long> counts = new EnumMap<>(Misreading.class);
    private final long enough;
    private long cases;

    /** @param enough the count at which a misreading is told and need not be tried any more */
    Tally(long enough) {
        this.enough = enough;
    }

    void count(Law law, List<Question> questions) {
        var right = Oracle.of(law);
        var verdicts = questions.stream().map(right::answer).toList();
        for (var misreading : under(enough)) {
            var wrong = new Oracle(law, misreading);
            for (var i = 0; i < verdicts.size(); i++) {
                if (!wrong.answer(questions.get(i)).equals(verdicts.get(i))) {
                    counts.merge(misreading, 1L, Long::sum);
                }
            }
        }
        cases += questions.size();
    }

    long cases() {
        return cases;
    }

    long of(Misreading misreading) {
        return counts.getOrDefault(misreading, 0L);
    }

    /** The misreadings that fewer cases than that tell from the right reading. */
    List<Misreading> under(long floor) {
        return Arrays.stream(Misreading.values())
                .filter(each -> of(each) < floor)
                .toList();
    }

    /** As a table in Markdown. */
    String table() {
        return Arrays.stream(Misreading.values())
                .map(each -> row(each) + of(each) + " |\n")
                .collect(Collectors.joining("", "| sentence | misread as | cases that tell |\n|---|---|---:|\n", ""));
    }

    /** The row of a misreading, up to its count. */
    static String row(Misreading misreading) {
        return "| %s | %s | ".formatted(misreading.sentence().id(), misreading.words());
    }
}
