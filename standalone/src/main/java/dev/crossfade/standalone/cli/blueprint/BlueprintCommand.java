package dev.crossfade.standalone.cli.blueprint;

import picocli.CommandLine.Command;

/** {@code crossfade blueprint …}. */
@Command(
    name = "blueprint",
    description = "Proposes, checks, prints, publishes and tries out blueprints.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      InitCommand.class,
      CheckCommand.class,
      DdlCommand.class,
      TypesCommand.class,
      PublishCommand.class,
      SampleCommand.class
    })
public final class BlueprintCommand {}
