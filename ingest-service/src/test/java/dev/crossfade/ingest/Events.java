package dev.crossfade.ingest;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events of the school in the JSON format, to be bent as a test needs. */
final class Events {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Events() {}

  /** A student that was created. */
  static ObjectNode student(String record) {
    ObjectNode event = JSON.createObjectNode();
    event
        .put("specversion", "1.0")
        .put("id", "e-" + record)
        .put("source", "/sources/browser-1")
        .put("type", "dev.crossfade.record.created")
        .put("subject", "students/" + record)
        .put("time", "2026-05-01T10:00:00.123Z")
        .put("sequence", "00000000000000000001")
        .put("datacontenttype", "application/json");
    event
        .putObject("data")
        .put("id", record)
        .put("name", "Dana Ng")
        .put("email", "dana@example.org")
        .put("status", "active");
    return event;
  }

  static ObjectNode deleted(String record) {
    ObjectNode event = student(record);
    event.put("type", "dev.crossfade.record.deleted").put("sequence", "2").remove("data");
    return event;
  }

  static ObjectNode skipped(long sequence) {
    ObjectNode event = student("none");
    event.put("type", "dev.crossfade.source.skipped").put("sequence", Long.toString(sequence));
    event.remove("data");
    event.remove("subject");
    return event;
  }
}
