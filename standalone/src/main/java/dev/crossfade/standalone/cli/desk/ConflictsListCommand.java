package dev.crossfade.standalone.cli.desk;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade conflicts list}. */
@Command(
    name = "list",
    description =
        "What waits for a person, and what the policy has decided, in the order of the log.",
    mixinStandardHelpOptions = true)
final class ConflictsListCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ConflictQuery query = new ConflictQuery();

  @Override
  public Integer call() throws InterruptedException {
    return query.list(spec);
  }
}
