package dev.crossfade.standalone.cli.desk;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade parked discard}. */
@Command(
    name = "discard",
    description = {
      "Takes a parked write back, or all that match: the record is as it was written last, or"
          + " deleted where it never was.",
      "It is an event: the write stays in the log, and so does the reason."
    },
    mixinStandardHelpOptions = true)
final class ParkedDiscardCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final ParkedFilter filter = new ParkedFilter();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id, such as 3:1042.")
  private @Nullable String id;

  @Option(names = "--all", description = "All of them, where no filter is given.")
  private boolean all;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.of(spec, target, ParkedQuery.PATH);
    return desk.run(
        client -> {
          Map<String, String> matching = filter.of(target.tenant());
          ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
          if (id == null) {
            if (matching.isEmpty() && !all) {
              throw Desk.neitherOneNorMany();
            }
            order.set("filter", Desk.json(matching));
          }
          return desk.order(client, id, "discard", order, json);
        });
  }
}
