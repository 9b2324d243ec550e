package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade cutover get}. */
@Command(
    name = "get",
    description = "Shows mode, share, cohort, and the gates that are closed.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(names = "--check", description = "Ends with status 1 when a gate does not hold.")
  private boolean check;

  @Override
  public Integer call() throws InterruptedException {
    return Lever.of(spec, target, json).show(check);
  }
}
