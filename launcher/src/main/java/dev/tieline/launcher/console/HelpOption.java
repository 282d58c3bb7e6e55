package dev.tieline.launcher.console;

import picocli.CommandLine.Option;

/** The option {@code --help} that every command has. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean asked;
}
