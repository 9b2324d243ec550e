package dev.crossfade.standalone.cli.pause;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade resume}. */
@Command(
    name = "resume",
    description = "Lets applying go on where it was paused.",
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  private String reason = "";

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return new Switch(spec, target, json).to(false, reason);
  }
}
