package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Browsers' stores of the school, and lines of its old backend, for tests to send. */
final class Stores {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Stores() {}

  /** A store with these students and classes, and a key of nobody's. */
  static ObjectNode store(String source, int students) {
    ObjectNode store = JSON.createObjectNode();
    store.put("source", source).put("sequence", 41).put("takenAt", "2026-11-20T12:00:00Z");
    ObjectNode entries = store.putObject("entries");
    ArrayNode list = JSON.createArrayNode();
    for (int i = 0; i < students; i++) {
      list.add(student("s" + i));
    }
    entries.put("students", list.toString());
    entries.put("theme", "dark");
    return store;
  }

  static ObjectNode student(String id) {
    return (ObjectNode) Events.student(id).get("data");
  }

  static String line(String tenant, String id) {
    ObjectNode line = JSON.createObjectNode();
    if (!tenant.isEmpty()) {
      line.put("tenant", tenant);
    }
    line.put("domain", "students").put("id", id).set("data", student(id));
    return line.toString();
  }

  static String[] lines(String tenant, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line(tenant, "s" + i));
    }
    return lines.toArray(String[]::new);
  }

  static byte[] bytes(ObjectNode store) {
    return store.toString().getBytes(UTF_8);
  }
}
