package dev.crossfade.standalone.cli.cutover;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code crossfade cutover}. */
@Command(
    name = "cutover",
    description = "Who reads from PostgreSQL, and why; raised only with proof, taken back at once.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      GetCommand.class,
      SetCommand.class,
      RampCommand.class,
      RollbackCommand.class,
      PinCommand.class,
      SwitchCommand.class,
      ReadinessCommand.class,
      ExplainTenantCommand.class,
      FinishCommand.class,
      HelpCommand.class
    })
public final class CutoverCommand {}
