package dev.crossfade.standalone.cli;

import dev.crossfade.ingest.IngestCommand;
import dev.crossfade.reconcile.ReconcilerCommand;
import dev.crossfade.standalone.cli.blueprint.BlueprintCommand;
import dev.crossfade.standalone.cli.cutover.CutoverCommand;
import dev.crossfade.standalone.cli.desk.ConflictsCommand;
import dev.crossfade.standalone.cli.desk.ParkedCommand;
import dev.crossfade.standalone.cli.explain.ExplainCommand;
import dev.crossfade.standalone.cli.pause.PauseCommand;
import dev.crossfade.standalone.cli.pause.ResumeCommand;
import dev.crossfade.standalone.cli.reconcile.ReconcileCommand;
import dev.crossfade.standalone.cli.reconcile.ReportCommand;
import dev.crossfade.standalone.cli.snapshot.SnapshotCommand;
import dev.crossfade.standalone.demo.DemoCommand;
import dev.crossfade.sync.SyncCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The commands. */
@Command(
    name = "crossfade",
    description = "Moves live data into PostgreSQL, while its users go on writing.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DemoCommand.class,
      BlueprintCommand.class,
      SnapshotCommand.class,
      ConflictsCommand.class,
      ParkedCommand.class,
      ReconcileCommand.class,
      ReportCommand.class,
      ExplainCommand.class,
      CutoverCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      IngestCommand.class,
      SyncCommand.class,
      ReconcilerCommand.class,
      HelpCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit statuses:%n",
    exitCodeList = {
      "0:done",
      "1:a check failed, drift was found, or a fault",
      "2:wrong usage",
      "3:something cannot be reached"
    })
final class Crossfade {}
