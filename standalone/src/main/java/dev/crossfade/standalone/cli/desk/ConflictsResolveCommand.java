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

/** {@code crossfade conflicts resolve}. */
@Command(
    name = "resolve",
    description = {
      "Resolves a conflict, or all that wait and match.",
      "It is an event, with who and why. Where the record has gone on since, nothing happens."
    },
    mixinStandardHelpOptions = true)
final class ConflictsResolveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final ConflictFilter filter = new ConflictFilter();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id, such as 3:1042.")
  private @Nullable String id;

  @Option(names = "--all", description = "All that wait, where no filter is given.")
  private boolean all;

  @Option(
      names = "--take",
      required = true,
      paramLabel = "existing|incoming|merged|rules",
      description =
          "The record as it is, the other side, what --with holds, or, for many, what the rules of"
              + " the fields say.")
  private String take = "";

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "With --take merged: the whole record as a JSON object.")
  private @Nullable Path with;

  @Option(
      names = "--base",
      paramLabel = "POSITION",
      description = "The existing side's position, as it was shown.")
  private @Nullable String base;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.of(spec, target, ConflictQuery.PATH);
    return desk.run(
        client -> {
          Map<String, String> matching = filter.of(target.tenant());
          ObjectNode order = JsonNodeFactory.instance.objectNode();
          order.put("take", take);
          order.put("reason", reason);
          if (with != null) {
            order.set("data", Desk.data(with));
          }
          if (base != null) {
            order.put("base", base);
          }
          if (id == null) {
            if (matching.isEmpty() && !all) {
              throw Desk.neitherOneNorMany();
            }
            order.set("filter", Desk.json(matching));
          }
          return desk.order(client, id, "resolve", order, json);
        });
  }
}
