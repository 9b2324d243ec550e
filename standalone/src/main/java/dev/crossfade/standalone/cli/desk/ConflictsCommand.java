package dev.crossfade.standalone.cli.desk;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade conflicts …}; alone it is {@code conflicts list}. */
@Command(
    name = "conflicts",
    description = "Records that two sources changed unseen: lists, resolves, makes rules.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    subcommands = {
      ConflictsListCommand.class,
      ConflictsShowCommand.class,
      ConflictsResolveCommand.class,
      ConflictsRuleCommand.class
    })
public final class ConflictsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ConflictQuery query = new ConflictQuery();

  @Override
  public Integer call() throws InterruptedException {
    return query.list(spec);
  }
}
