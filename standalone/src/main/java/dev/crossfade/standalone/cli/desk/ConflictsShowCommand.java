package dev.crossfade.standalone.cli.desk;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code crossfade conflicts show}. */
@Command(
    name = "show",
    description = "One conflict with both sides. They are real data.",
    mixinStandardHelpOptions = true)
final class ConflictsShowCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "ID", description = "Its id in the list, such as 3:1042.")
  private String id = "";

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.of(spec, target, ConflictQuery.PATH);
    return desk.run(
        client -> {
          Map<String, String> filter = new LinkedHashMap<>();
          Desk.put(filter, "tenant", target.tenant());
          JsonNode one = desk.find(client, filter, id);
          Terminal terminal = desk.terminal();
          if (json) {
            terminal.json(one);
          } else {
            terminal.line(ConflictQuery.line(one));
            terminal.line("existing:");
            terminal.json(one.at("/existing/data"));
            terminal.line("incoming:");
            terminal.json(one.at("/incoming/data"));
          }
          return Terminal.DONE;
        });
  }
}
