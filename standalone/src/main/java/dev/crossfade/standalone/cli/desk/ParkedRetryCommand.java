package dev.crossfade.standalone.cli.desk;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.nio.file.Path;
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

/** {@code crossfade parked retry}. */
@Command(
    name = "retry",
    description = {
      "Tries a parked write now, or all that match.",
      "With --with, the whole record is what the file holds: a correction, which lies in the log."
    },
    mixinStandardHelpOptions = true)
final class ParkedRetryCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final ParkedFilter filter = new ParkedFilter();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id, such as 3:1042.")
  private @Nullable String id;

  @Option(names = "--all", description = "All of them, where no filter is given.")
  private boolean all;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "The corrected record as a JSON object; needs --reason.")
  private @Nullable Path with;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is corrected.")
  private @Nullable String reason;

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.of(spec, target, ParkedQuery.PATH);
    return desk.run(
        client -> {
          Map<String, String> matching = filter.of(target.tenant());
          ObjectNode order = JsonNodeFactory.instance.objectNode();
          if (with != null) {
            if (id == null || reason == null) {
              throw new IllegalArgumentException("--with: name one by its id, and --reason.");
            }
            order.set("data", Desk.data(with));
            order.put("reason", reason);
          }
          if (id == null) {
            if (matching.isEmpty() && !all) {
              throw Desk.neitherOneNorMany();
            }
            order.set("filter", Desk.json(matching));
          }
          return desk.order(client, id, "retry", order, json);
        });
  }
}
