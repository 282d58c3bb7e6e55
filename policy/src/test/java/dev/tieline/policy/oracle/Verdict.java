package dev.tieline.policy.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, as far as the sentences fix it: all but the wording.
 *
 * @param hop the number of the hop that the forbid which decided names; null if it names none, or none decided
 */
record Verdict(
        boolean permitted,
        @Nullable String decidingRule,
        @Nullable Integer hop,
        List<String> matched,
        List<String> audited,
        List<String> obligations) {

    static Verdict byNoRule(boolean permitted, List<String> audited) {
        return new Verdict(permitted, null, null, List.of(), audited, List.of());
    }
}
