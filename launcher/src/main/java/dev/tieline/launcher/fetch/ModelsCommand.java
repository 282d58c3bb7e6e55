package dev.tieline.launcher.fetch;

import dev.tieline.launcher.console.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tieline models}: the catalogue and the store. */
@Command(
        name = "models",
        description = "Lists the models of the catalogue, or fetches them into the local store.",
        synopsisSubcommandLabel = "(list | fetch)",
        subcommands = {ListCommand.class, FetchCommand.class})
public final class ModelsCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
