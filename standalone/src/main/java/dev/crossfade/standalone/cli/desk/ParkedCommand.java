package dev.crossfade.standalone.cli.desk;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade parked …}; alone it is {@code parked list}. */
@Command(
    name = "parked",
    description = "Writes that PostgreSQL refuses for now: lists, retries, corrects, discards.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    subcommands = {
      ParkedListCommand.class,
      ParkedShowCommand.class,
      ParkedRetryCommand.class,
      ParkedDiscardCommand.class
    })
public final class ParkedCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ParkedQuery query = new ParkedQuery();

  @Override
  public Integer call() throws InterruptedException {
    return query.list(spec);
  }
}
