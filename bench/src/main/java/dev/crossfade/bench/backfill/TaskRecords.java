package dev.crossfade.bench.backfill;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks of a coding agent, as its browser application kept them. The same seed makes the same. */
record TaskRecords(Domain domain, List<ObjectNode> tasks) {
  private static final String[] WORDS = {
    "flaky",
    "test",
    "upgrade",
    "build",
    "login",
    "Übersetzung",
    "prüfen",
    "レビュー",
    "🚀",
    "cache",
    "retry",
    "index",
    "schema",
    "page",
    "timeout",
    "branch"
  };
  private static final String[] STATES = {"PAUSED", "IN_PROGRESS", "DONE", "MERGED", "CANCELLED"};
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static TaskRecords make(Domain domain, int count, long seed) {
    Random random = new Random(seed);
    List<ObjectNode> tasks = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      tasks.add(task(i, random));
    }
    return new TaskRecords(domain, List.copyOf(tasks));
  }

  private static ObjectNode task(int number, Random random) {
    ObjectNode task = Json.MAPPER.createObjectNode();
    task.put("id", Integer.toString(number));
    task.put("title", words(random, 5));
    task.put("description", words(random, 12));
    task.put("status", STATES[random.nextInt(STATES.length)]);
    task.put("mode", random.nextBoolean() ? "code" : "ask");
    task.put("repository", "acme/shop");
    task.put("branch", "feature/" + number);
    task.put("isArchived", random.nextInt(10) == 0);
    task.put("hasChanges", random.nextBoolean());
    ArrayNode messages = task.putArray("messages");
    for (int i = 0; i < 2; i++) {
      ObjectNode message = messages.addObject();
      message.put("role", i == 0 ? "user" : "assistant").put("type", "text");
      message.putObject("data").put("text", words(random, 10));
    }
    task.put("createdAt", START.plusSeconds(number * 60L).toString());
    task.put("updatedAt", START.plusSeconds(number * 60L + random.nextInt(50_000)).toString());
    return task;
  }

  private static String words(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /** Each as a document that was parsed from bytes. */
  List<Document> documents() {
    return tasks.stream().map(task -> Document.parse(Json.MAPPER.writeValueAsBytes(task))).toList();
  }
}
