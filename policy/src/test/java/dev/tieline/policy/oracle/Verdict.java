package dev.tieline.policy.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer, as far as the sentences fix it: all but the wording. */
record Verdict(
        boolean permitted,
        @Nullable String decidingRule,
        List<String> matched,
        List<String> audited,
        List<String> obligations) {

    static Verdict byNoRule(boolean permitted, List<String> audited) {
        return new Verdict(permitted, null, List.of(), audited, List.of());
    }
}
