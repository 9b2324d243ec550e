package dev.crossfade.standalone.cli.reconcile;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade report repair}. */
@Command(
    name = "repair",
    description =
        "Writes records again as the log says; the next comparison tells whether they are the"
            + " same.",
    mixinStandardHelpOptions = true)
final class ReportRepairCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final Decision decision = new Decision();

  @Override
  public Integer call() throws InterruptedException {
    return decision.ask(spec, "repair", "sent for repair");
  }
}
