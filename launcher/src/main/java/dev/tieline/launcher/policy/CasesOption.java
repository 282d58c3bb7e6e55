package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --cases}: what a policy is tested with, beside the tests in its bundles. */
final class CasesOption {
    @Option(
            names = "--cases",
            arity = "1..*",
            paramLabel = "FILE",
            description = "A list of cases, beside those under tests in the bundles.")
    List<Path> files = List.of();

    /** The cases of bundles and of files. @throws CommandFailure if there is none */
    List<PolicyCase> with(PolicySet policy) {
        var all = new ArrayList<PolicyCase>();
        policy.bundles().forEach(bundle -> all.addAll(bundle.tests()));
        all.addAll(QuestionOptions.cases(files));
        if (all.isEmpty()) {
            throw new CommandFailure(
                    "there are no cases: none under tests in " + policy + ". Maybe name a file with --cases");
        }
        return all;
    }
}
