package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.HistoryFiles.JSON;
import static dev.crossfade.testsupport.history.SentLines.place;
import static dev.crossfade.testsupport.history.SentLines.text;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads, a line each. */
final class ReadLines {
  private ReadLines() {}

  static ObjectNode line(Read read) {
    ObjectNode line = named(read.record());
    line.put("waitFor", string(read.waitFor()));
    line.put("began", read.began()).put("ended", read.ended());
    switch (read.result()) {
      case Read.Found found ->
          line.put("result", "found")
              .put("position", found.position().toString())
              .put("state", found.state())
              .put("data", found.data());
      case Read.Absent absent ->
          line.put("result", "absent")
              .put("position", string(absent.position()))
              .put("state", absent.state());
      case Read.NotYet notYet -> line.put("result", "not-yet");
    }
    return line;
  }

  private static @Nullable String string(@Nullable Place place) {
    return place == null ? null : place.toString();
  }

  static ObjectNode named(RecordName name) {
    return JSON.createObjectNode()
        .put("tenant", name.tenant())
        .put("domain", name.domain())
        .put("id", name.id());
  }

  static RecordName name(JsonNode line) {
    return new RecordName(
        line.path("tenant").stringValue(),
        line.path("domain").stringValue(),
        line.path("id").stringValue());
  }

  static @Nullable Place optional(JsonNode line, String name) {
    String text = text(line, name);
    return text == null ? null : place(text);
  }

  static Read read(JsonNode line) {
    Place position = optional(line, "position");
    String data = text(line, "data");
    Read.Result result;
    if (position != null && data != null) {
      result = new Read.Found(position, text(line, "state"), data);
    } else if ("absent".equals(text(line, "result"))) {
      result = new Read.Absent(position, text(line, "state"));
    } else {
      result = new Read.NotYet();
    }
    return new Read(
        name(line),
        optional(line, "waitFor"),
        line.path("began").longValue(),
        line.path("ended").longValue(),
        result);
  }
}
