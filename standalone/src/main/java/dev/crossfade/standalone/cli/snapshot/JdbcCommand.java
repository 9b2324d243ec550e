package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade snapshot jdbc}. */
@Command(
    name = "jdbc",
    description = {
      "Reads the records of an old backend out of its database, however many they are.",
      "It changes nothing there and sees one moment of it. With --state it goes on after a crash."
    },
    mixinStandardHelpOptions = true)
final class JdbcCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final SourceOptions source = new SourceOptions();
  @Mixin private final LoadOptions load = new LoadOptions();
  @Mixin private final JdbcOptions jdbc = new JdbcOptions();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(new JdbcRun(terminal, target, source, load, jdbc)::run);
  }
}
