package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the reconciler about the cutover, and says what it answers. */
record Lever(Terminal terminal, TargetOptions target, boolean json) {
  private static final String PATH = "/cutover";

  static Lever of(@Nullable CommandSpec spec, TargetOptions target, boolean json) {
    return new Lever(new Terminal(spec), target, json);
  }

  /** What is asked. */
  interface Question {
    JsonNode ask(SnapshotClient client) throws IOException, InterruptedException;
  }

  /** What is said of the answer. */
  interface Words {
    List<String> of(JsonNode answer);
  }

  /** Asks and tells. */
  int run(Question question, Words words) throws InterruptedException {
    return terminal.run(
        () -> {
          tell(asked(question), words);
          return Terminal.DONE;
        });
  }

  /** What it is; with {@code check} the status tells whether all gates hold. */
  int show(boolean check) throws InterruptedException {
    return terminal.run(
        () -> {
          JsonNode answer = asked(Lever::now);
          tell(answer, Lever::standing);
          return check && !allHold(answer) ? Terminal.FAILED : Terminal.DONE;
        });
  }

  private JsonNode asked(Question question) throws IOException, InterruptedException {
    TargetOptions.Found found = target.find();
    try (SnapshotClient client = target.client(found.target(), terminal::note)) {
      return question.ask(client);
    }
  }

  private void tell(JsonNode answer, Words words) {
    if (json) {
      terminal.json(answer);
    } else {
      words.of(answer).forEach(terminal::line);
    }
  }

  static JsonNode now(SnapshotClient client) throws IOException, InterruptedException {
    return client.get(PATH, Map.of());
  }

  /** Changes what is there now: who was first in between is told, not overrun. */
  static JsonNode change(SnapshotClient client, ObjectNode order)
      throws IOException, InterruptedException {
    return client.put(PATH, now(client).path("version").longValue(), order);
  }

  static JsonNode post(SnapshotClient client, String verb, ObjectNode order)
      throws IOException, InterruptedException {
    return client.post(PATH + "/" + verb, order);
  }

  static String tenant(String tenant) {
    return PATH + "/tenants/" + SnapshotClient.encoded(tenant);
  }

  private static boolean allHold(JsonNode answer) {
    for (JsonNode gate : answer.path("gates")) {
      if (!gate.path("holds").asBoolean(false)) {
        return false;
      }
    }
    return answer.path("gates").isArray();
  }

  /** The cutover in lines. */
  static List<String> standing(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s %% (version %d)%s"
            .formatted(
                answer.path("mode").asString(""),
                answer.path("percentage").asString(""),
                answer.path("version").asLong(0),
                answer.path("plan").isObject() ? ", a plan runs" : ""));
    JsonNode cohort = answer.path("cohort");
    if (cohort.isObject()) {
      lines.add(
          "%d tenants: %d verified, %d read from PostgreSQL, %d would be next"
              .formatted(
                  cohort.path("tenants").asLong(0),
                  cohort.path("verified").asLong(0),
                  cohort.path("reading").asLong(0),
                  cohort.path("next").asLong(0)));
    }
    if (!answer.path("gates").isArray()) {
      lines.add("The gates cannot be asked now.");
    }
    for (JsonNode gate : answer.path("gates")) {
      if (!gate.path("holds").asBoolean(false)) {
        lines.add(
            "closed: %s. %s"
                .formatted(gate.path("name").asString(""), gate.path("detail").asString("")));
      }
    }
    return lines;
  }

  /** A tenant in lines. */
  static List<String> tenant(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s reads %s: %s"
            .formatted(
                answer.path("tenant").asString(""),
                answer.path("reads").asString(""),
                answer.path("detail").asString("")));
    for (JsonNode source : answer.path("sources")) {
      lines.add(
          "  %s: %s (%s)"
              .formatted(
                  source.path("id").asString(""),
                  source.path("reads").asString(""),
                  source.path("reason").asString("")));
    }
    return lines;
  }
}
