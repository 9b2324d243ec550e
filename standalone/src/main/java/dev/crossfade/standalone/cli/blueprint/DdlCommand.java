package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade blueprint ddl}. */
@Command(
    name = "ddl",
    description = {
      "Prints the SQL that makes the tables.",
      "Keys, foreign keys and an index for each begin with the tenant. Run again, it leaves what is"
          + " there as it is: ./crossfade blueprint ddl DIR | psql …"
    },
    mixinStandardHelpOptions = true)
final class DdlCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();

  @Option(
      names = "--after-move",
      description =
          "What to add once the move is done instead: the blueprint's afterMove, indexes, checks"
              + " and NOT NULL.")
  private boolean afterMove;

  @Override
  public Integer call() {
    Blueprint blueprint = folder.load();
    new Console(spec).text(afterMove ? Ddl.afterMove(blueprint) : Ddl.of(blueprint));
    return Console.DONE;
  }
}
