package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tieline policy}: tools for people who write policy. */
@Command(
        name = "policy",
        description = {
            "Tools for people who write policy.",
            "They work on files; no controller is asked. The exit code is 2 where something cannot be "
                    + "read; the help of each tells the others."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            CompileCommand.class,
            DiffCommand.class,
            WhatIfCommand.class,
            CoverageCommand.class,
            SchemaCommand.class
        })
public final class PolicyCommand {
    static final int BAD_INPUT = 2;

    @Mixin
    HelpOption help = new HelpOption();
}
