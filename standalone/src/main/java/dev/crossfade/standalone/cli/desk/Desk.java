package dev.crossfade.standalone.cli.desk;

import dev.crossfade.core.log.Position;
import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the lists of what waits, and what can be asked about its entries.
 *
 * @param path of the list, and the name of its entries in an answer
 */
record Desk(Terminal terminal, TargetOptions target, String path) {
  private static final int PAGE = 500;

  /** What a command does with a client. */
  interface Work {
    int run(SnapshotClient client) throws IOException, InterruptedException;
  }

  static Desk of(@Nullable CommandSpec spec, TargetOptions target, String path) {
    return new Desk(new Terminal(spec), target, path);
  }

  int run(Work work) throws InterruptedException {
    return terminal.run(
        () -> {
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            return work.run(client);
          }
        });
  }

  /** All that match, at most so many. */
  ArrayNode list(SnapshotClient client, Map<String, String> filter, int atMost)
      throws IOException, InterruptedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    String after = null;
    do {
      Map<String, String> query = new LinkedHashMap<>(filter);
      query.put("limit", String.valueOf(Math.min(PAGE, atMost - all.size())));
      if (after != null) {
        query.put("after", after);
      }
      JsonNode page = client.get("/" + path, query);
      page.path(path).forEach(all::add);
      after = page.path("next").isString() ? page.path("next").stringValue() : null;
    } while (after != null && all.size() < atMost);
    return all;
  }

  /**
   * The entry of this id.
   *
   * @throws IllegalArgumentException when there is none
   */
  JsonNode find(SnapshotClient client, Map<String, String> filter, String id)
      throws IOException, InterruptedException {
    Map<String, String> query = new LinkedHashMap<>(filter);
    query.put("limit", "1");
    String before = before(id);
    if (before != null) {
      query.put("after", before);
    }
    for (JsonNode one : client.get("/" + path, query).path(path)) {
      if (one.path("id").asString("").equals(id)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "Nothing of the id " + id + " waits. ./crossfade " + path + " list tells what does.");
  }

  /** The position in front of an id; null for the first. */
  private static @Nullable String before(String id) {
    Position position = Position.parse(id);
    if (position == null) {
      throw new IllegalArgumentException("An id is a position such as 3:1042, not " + id + ".");
    }
    if (position.offset() > 0) {
      return new Position(position.partition(), position.offset() - 1).toString();
    }
    return position.partition() == 0
        ? null
        : new Position(position.partition() - 1, Long.MAX_VALUE).toString();
  }

  /** What is asked about one entry, or about all that match a filter. */
  int order(SnapshotClient client, @Nullable String id, String verb, ObjectNode order, boolean json)
      throws IOException, InterruptedException {
    String to = id == null ? "/" + verb : "/" + SnapshotClient.encoded(id) + "/" + verb;
    JsonNode answer = client.post("/" + path + to, order);
    if (json) {
      terminal.json(answer);
    } else if (id == null) {
      terminal.line(counts(answer));
    } else {
      terminal.line(id + ": " + state(verb, answer) + detail(answer));
    }
    boolean waits = answer.path("state").asString("").equals("parked");
    return waits ? Terminal.FAILED : Terminal.DONE;
  }

  /** What is taken back is written as it was before, which nobody would call written. */
  private static String state(String verb, JsonNode answer) {
    String state = answer.path("state").asString("");
    return verb.equals("discard") && state.equals("written") ? "discarded" : state;
  }

  private static String detail(JsonNode answer) {
    return answer.path("reason").isString()
        ? " again, "
            + answer.path("reason").stringValue()
            + ": "
            + answer.path("detail").asString("")
        : "";
  }

  private static String counts(JsonNode answer) {
    JsonNode done = answer.has("resolved") ? answer.path("resolved") : answer.path("done");
    return "%d match: %d done, %d had gone on meanwhile, %d wait as before.%s"
        .formatted(
            answer.path("matched").asInt(),
            done.asInt(),
            answer.path("moved").asInt(),
            answer.path("left").asInt(),
            answer.path("more").asBoolean(false) ? " There are more: run it again." : "");
  }

  /** A record's data in a file. */
  static ObjectNode data(Path file) throws IOException {
    try {
      if (JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8))
          instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Said below, without quoting the data.
    }
    throw new IllegalArgumentException(file + " holds no JSON object.");
  }

  /** Adds what is there. */
  static void put(Map<String, String> filter, String name, @Nullable String value) {
    if (value != null) {
      filter.put(name, value);
    }
  }

  static ObjectNode json(Map<String, String> filter) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    filter.forEach(object::put);
    return object;
  }

  /** What is said to who names neither one nor all. */
  static IllegalArgumentException neitherOneNorMany() {
    return new IllegalArgumentException(
        "Name one by its id, or all that match by a filter, or --all.");
  }
}
