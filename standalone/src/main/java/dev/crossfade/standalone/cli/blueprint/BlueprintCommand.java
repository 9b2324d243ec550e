package dev.crossfade.standalone.cli.blueprint;

import picocli.CommandLine.Command;

/** {@code crossfade blueprint …}. */
@Command(
    name = "blueprint",
    description = "Proposes, checks, prints and publishes blueprints.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      InitCommand.class,
      CheckCommand.class,
      DdlCommand.class,
      TypesCommand.class,
      PublishCommand.class
    })
public final class BlueprintCommand {}
