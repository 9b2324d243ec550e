package dev.crossfade.standalone.cli.desk;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The list of parked writes. */
final class ParkedQuery {
  static final String PATH = "parked";

  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final ParkedFilter filter = new ParkedFilter();

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
          ArrayNode all = desk.list(client, filter.of(target.tenant()), Math.max(1, limit));
          if (json) {
            desk.terminal().json(JsonNodeFactory.instance.objectNode().set(PATH, all));
          } else if (all.isEmpty()) {
            desk.terminal().line("No write is parked.");
          } else {
            all.forEach(one -> desk.terminal().line(line(one)));
          }
          return Terminal.DONE;
        });
  }

  static String line(JsonNode one) {
    JsonNode waitsFor = one.path("waitsFor");
    return "%s  %s  %s/%s  %s%s  (%s, %d tries since %s)"
        .formatted(
            one.path("id").asString(""),
            one.path("tenant").asString(""),
            one.path("domain").asString(""),
            one.path("recordId").asString(""),
            one.path("reason").asString(""),
            waitsFor.isObject()
                ? ", waits for "
                    + waitsFor.path("domain").asString("")
                    + "/"
                    + waitsFor.path("recordId").asString("")
                : "",
            one.path("detail").asString(""),
            one.path("tries").asInt(),
            one.path("parkedAt").asString(""));
  }
}
