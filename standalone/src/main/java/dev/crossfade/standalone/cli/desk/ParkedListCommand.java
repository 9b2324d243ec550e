package dev.crossfade.standalone.cli.desk;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade parked list}. */
@Command(
    name = "list",
    description = "What is parked, in the order of the log, and what each write waits for.",
    mixinStandardHelpOptions = true)
final class ParkedListCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ParkedQuery query = new ParkedQuery();

  @Override
  public Integer call() throws InterruptedException {
    return query.list(spec);
  }
}
