package dev.tieline.policy.guard;

import dev.cel.common.CelOptions;

/** What an expression may take. The same limits hold where it is compiled and where it is run. */
public final class GuardLimits {
    /** How many steps all loops of one evaluation may take together. */
    private static final int MAX_ITERATIONS = 1000;

    private static final int MAX_PARSE_DEPTH = 32;
    /** How many instructions a regular expression may become. */
    private static final int MAX_REGEX_PROGRAM = 1000;

    private GuardLimits() {}

    /** The options of compiler and runtime; the planner runs by these only with heterogeneous comparisons. */
    public static CelOptions options() {
        return CelOptions.current()
                .maxExpressionCodePointSize(CheckedGuard.MAX_TEXT)
                .maxParseRecursionDepth(MAX_PARSE_DEPTH)
                .comprehensionMaxIterations(MAX_ITERATIONS)
                .enableHiddenAccumulatorVar(true)
                .maxRegexProgramSize(MAX_REGEX_PROGRAM)
                .enableHeterogeneousNumericComparisons(true)
                .build();
    }
}
