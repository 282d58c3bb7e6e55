package dev.tieline.policy.lint;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Looks through the bundles of a policy for what their writers hardly meant. Pure: the time is given. */
public final class PolicyLint {
    private static final Comparator<Finding> IN_ORDER = Comparator.<Finding, String>comparing(
                    finding -> finding.place().source())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparing(Finding::kind);

    private final Instant at;
    private final Duration within;

    /**
     * @param at the moment from which on endings are near
     * @param within how near
     */
    public PolicyLint(Instant at, Duration within) {
        this.at = at;
        this.within = within;
    }

    /**
     * Looks through bundles that decide together.
     *
     * @param texts bundles that were read together without error
     * @return what was found, in the order of the files' lines
     */
    public List<Finding> findings(List<BundleText> texts) {
        var policy = LintedPolicy.of(texts.stream()
                .map(text -> YamlReader.read(text.source(), text.text()).asMap())
                .toList());
        return Stream.of(
                        DeadRules.findings(policy),
                        NeedlessRules.findings(policy),
                        OverriddenPermits.findings(policy),
                        Monotony.findings(policy),
                        Endings.findings(policy, at, within),
                        UnusedNames.findings(policy),
                        GuardedFacts.findings(policy),
                        ExpectedRules.findings(policy))
                .flatMap(List::stream)
                .sorted(IN_ORDER)
                .toList();
    }
}
