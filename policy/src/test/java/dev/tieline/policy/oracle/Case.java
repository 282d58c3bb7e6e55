package dev.tieline.policy.oracle;

import dev.tieline.policy.document.DocumentException;
import java.util.function.Predicate;

/** A law and a question to it. */
record Case(Law law, Question question) {

    /** Whether the evaluator under test answers as the oracle does. */
    boolean agrees() {
        return Subject.of(law)
                .answer(Document.of(question))
                .equals(Oracle.of(law).answer(question));
    }

    /** The smallest case that can be reached by leaving out one thing after another, and that still fails. */
    Case smallest(Predicate<Case> fails) {
        var smallest = this;
        while (true) {
            var smaller = Smaller.than(smallest)
                    .filter(each -> failsLegally(each, fails))
                    .findFirst();
            if (smaller.isEmpty()) {
                return smallest;
            }
            smallest = smaller.get();
        }
    }

    private static boolean failsLegally(Case each, Predicate<Case> fails) {
        try {
            return fails.test(each);
        } catch (DocumentException refused) {
            return false; // what was left out was needed
        }
    }

    /** What somebody needs to look into a disagreement. */
    String story(long seed) {
        return "seed %d%n--- law%n%s--- question%n%s--- the oracle%n%s%n--- the evaluator%n%s%n"
                .formatted(
                        seed,
                        law,
                        question.yaml(),
                        Oracle.of(law).answer(question),
                        Subject.of(law).answer(Document.of(question)));
    }
}
