package dev.crossfade.standalone.cli.reconcile;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade report accept}. */
@Command(
    name = "accept",
    description = "Takes differences as they are, on record, until their records change.",
    mixinStandardHelpOptions = true)
final class ReportAcceptCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final Decision decision = new Decision();

  @Override
  public Integer call() throws InterruptedException {
    return decision.ask(spec, "accept", "accepted");
  }
}
