package dev.tieline.launcher.control;

import dev.tieline.launcher.console.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tieline why}: reasons. */
@Command(
        name = "why",
        description = "Tells why a model is where it is, and where work may go and why.",
        synopsisSubcommandLabel = "(placement | route)",
        subcommands = {WhyPlacementCommand.class, WhyRouteCommand.class})
public final class WhyCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
