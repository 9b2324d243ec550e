package dev.crossfade.standalone.cli.desk;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The list of conflicts. */
final class ConflictQuery {
  static final String PATH = "conflicts";

  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final ConflictFilter filter = new ConflictFilter();

  @Option(
      names = "--state",
      paramLabel = "waiting|kept",
      description = "Those that wait for a person, or those that the policy has decided.")
  private @Nullable String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most that are listed (default: 100).")
  private int limit = 100;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  int list(@Nullable CommandSpec spec) throws InterruptedException {
    Desk desk = Desk.of(spec, target, PATH);
    return desk.run(
        client -> {
          Map<String, String> matching = filter.of(target.tenant());
          Desk.put(matching, "state", state);
          ArrayNode all = desk.list(client, matching, Math.max(1, limit));
          if (json) {
            desk.terminal().json(JsonNodeFactory.instance.objectNode().set(PATH, all));
          } else if (all.isEmpty()) {
            desk.terminal().line("There is no conflict.");
          } else {
            all.forEach(one -> desk.terminal().line(line(one)));
          }
          return Terminal.DONE;
        });
  }

  static String line(JsonNode one) {
    String fields =
        one.path("fields")
            .valueStream()
            .map(field -> field.asString(""))
            .collect(Collectors.joining(", "));
    return "%s  %s  %s/%s  %s (%s)  %s  %s has %s, %s says %s"
        .formatted(
            one.path("id").asString(""),
            one.path("tenant").asString(""),
            one.path("domain").asString(""),
            one.path("recordId").asString(""),
            one.path("state").asString(""),
            one.path("policy").asString(""),
            fields.isEmpty() ? "the whole record" : fields,
            one.at("/existing/source").asString(""),
            what(one.path("existing")),
            one.at("/incoming/source").asString(""),
            what(one.path("incoming")));
  }

  private static String what(JsonNode side) {
    return side.path("deleted").asBoolean(false) ? "a delete" : side.path("position").asString("");
  }
}
