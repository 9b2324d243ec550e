package dev.crossfade.standalone.cli.pause;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade pause}. */
@Command(
    name = "pause",
    description = {
      "Pauses applying on all instances: PostgreSQL may be restarted without an alarm. Ingest goes"
          + " on.",
      "./crossfade resume lets it go on."
    },
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever finds it paused.")
  private String reason = "";

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return new Switch(spec, target, json).to(true, reason);
  }
}
