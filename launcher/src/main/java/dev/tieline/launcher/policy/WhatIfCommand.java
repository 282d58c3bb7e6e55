package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.policy.FlipJson.WordList;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.replay.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tieline policy whatif}. */
@Command(
        name = "whatif",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Tells what would change if countries lost their dated memberships of blocs, such as "
                    + "their adequacy: which rules name a bloc that gets smaller, and which requests are "
                    + "answered differently.",
            "The tests in the bundles are asked, too. The exit code is 0 if none flips, 1 if one "
                    + "does, 2 where a file cannot be read, nothing is asked, or a country has no dated "
                    + "membership."
        },
        footer = {
            "",
            "  ./tieline policy whatif --bundle policy.yaml --revoke-adequacy US --replay audit.jsonl",
            "  ./tieline policy whatif --bundle policy.yaml --revoke-adequacy US --at 2026-12-01T00:00:00Z"
        })
final class WhatIfCommand implements Callable<Integer> {
    @Mixin
    BundleOption bundle = new BundleOption();

    @Option(
            names = "--revoke-adequacy",
            paramLabel = "COUNTRY",
            description = "Ends the dated memberships of a country; may be repeated.")
    List<String> revoked = List.of();

    @Option(
            names = "--suspend",
            paramLabel = "COUNTRY",
            description = "Suspends the dated memberships of a country; may be repeated.")
    List<String> suspended = List.of();

    @Option(
            names = "--at",
            converter = TimeConverter.class,
            paramLabel = "TIME",
            description = "When revoked memberships end. Default: they never began")
    @Nullable Instant at;

    @Mixin
    QuestionOptions questions = new QuestionOptions();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check();
        var texts = bundle.texts();
        var before = BundleFiles.asked(texts, "--bundle");
        var revocation = Revocation.of(texts, Set.copyOf(revoked), at, Set.copyOf(suspended));
        if (revocation.memberships().isEmpty()) {
            throw new CommandFailure("no bloc in " + before + " loses a dated member that is "
                    + String.join(" or ", countries()) + ", so there is nothing to take away");
        }
        var after = BundleFiles.read(revocation.texts());
        var tests =
                before.bundles().stream().flatMap(each -> each.tests().stream()).toList();
        return new Comparison(before, after, questions, tests)
                .run(report(before, after, revocation), spec.commandLine().getErr());
    }

    private void check() {
        if (countries().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing what to change: --revoke-adequacy COUNTRY or --suspend COUNTRY");
        }
        for (var country : countries()) {
            try {
                Jurisdiction.of(country);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
    }

    private Set<String> countries() {
        var countries = new TreeSet<>(revoked);
        countries.addAll(suspended);
        return countries;
    }

    private FlipReport report(PolicySet before, PolicySet after, Revocation revocation) {
        var out = spec.commandLine().getOut();
        if (output.json()) {
            return new FlipJson(
                    out,
                    before.bundles(),
                    after.bundles(),
                    List.of(
                            new WordList("memberships", revocation.memberships()),
                            new WordList("rules", revocation.rules())));
        }
        out.println("lost: " + String.join(", ", revocation.memberships()));
        out.println(
                revocation.rules().isEmpty()
                        ? "no rule names a bloc that gets smaller"
                        : "rules that name a bloc which gets smaller: " + String.join(", ", revocation.rules()));
        return new FlipText(out);
    }
}
