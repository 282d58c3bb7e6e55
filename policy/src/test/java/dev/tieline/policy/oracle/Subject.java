package dev.tieline.policy.oracle;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The evaluator under test, given laws and questions as text. */
final class Subject {
    private static final GuardCompiler GUARDS = new RememberingCompiler();
    private static final BundleCompiler BUNDLES = new BundleCompiler();

    private final PolicyEvaluator evaluator;

    private Subject(PolicyEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The law as the controller reads it: with a compiler. */
    static Subject of(Law law) {
        return of(law, texts -> PolicySetReader.read(texts, GUARDS));
    }

    /** The law as a node reads it: compiled before, and without a compiler. */
    static Subject compiled(Law law) {
        return of(
                law,
                texts -> PolicySetReader.read(texts.stream()
                        .map(text -> new BundleText(text.source(), BUNDLES.compile(text)))
                        .toList()));
    }

    private static Subject of(Law law, Function<List<BundleText>, PolicySet> read) {
        return new Subject(new PolicyEvaluator(
                law.books().isEmpty()
                        ? new BundleState.Absent("there is no law")
                        : new BundleState.Valid(read.apply(texts(law)))));
    }

    private static List<BundleText> texts(Law law) {
        return law.books().stream()
                .map(book -> new BundleText(book.level() + ".yaml", book.yaml()))
                .toList();
    }

    PolicyDecision decide(PolicyRequest request) {
        return evaluator.decide(request);
    }

    boolean permits(PolicyRequest request) {
        return evaluator.permits(request);
    }

    private static @Nullable Integer hop(@Nullable Misfit forbidden) {
        var at = forbidden == null ? null : forbidden.at();
        return at == null ? null : at.number();
    }

    Verdict answer(Document document) {
        var decision = evaluator.decide(document.request());
        if (evaluator.permits(document.request()) != decision.permitted()) {
            throw new AssertionError(
                    "permits and decide disagree about " + document.question().yaml());
        }
        return new Verdict(
                decision.permitted(),
                decision.decidingRule(),
                decision instanceof PolicyDecision.Deny deny ? hop(deny.forbidden()) : null,
                decision.matched(),
                decision.audited(),
                decision.obligations().stream().map(Obligation::word).toList());
    }
}
