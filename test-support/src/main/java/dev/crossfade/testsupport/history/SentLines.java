package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.HistoryFiles.JSON;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was sent, and what lies in the log, a line each; bytes in base64. */
final class SentLines {
  private SentLines() {}

  static ObjectNode line(Sent sent) {
    ObjectNode line = JSON.createObjectNode();
    switch (sent) {
      case Sent.Event event -> {
        line.put("tenant", event.tenant()).put("source", event.source());
        line.put("sequence", event.sequence()).put("id", event.id()).put("type", event.type());
        line.put("domain", event.domain()).put("recordId", event.recordId());
        line.put("base", event.base()).put("data", event.data());
        List<String> changed = event.changed();
        if (changed != null) {
          changed.forEach(line.putArray("changed")::add);
        }
      }
      case Sent.Raw raw -> bytes(line, raw.key(), raw.headers(), raw.value());
    }
    switch (sent.answer()) {
      case Answer.Accepted(Place at) -> line.put("accepted", at.toString());
      case Answer.Rejected rejected -> line.put("answer", "rejected");
      case Answer.Unknown unknown -> line.put("answer", "unknown");
    }
    return line;
  }

  static ObjectNode line(Entry entry) {
    ObjectNode line = JSON.createObjectNode();
    line.put("at", entry.place().toString()).put("appended", entry.appended());
    bytes(line, entry.key(), entry.headers(), entry.value());
    return line;
  }

  private static void bytes(
      ObjectNode line, byte @Nullable [] key, List<Entry.Header> headers, byte @Nullable [] value) {
    line.put("key", base64(key)).put("value", base64(value));
    var list = line.putArray("headers");
    headers.forEach(header -> list.addArray().add(header.name()).add(base64(header.value())));
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  static Sent sent(JsonNode line) {
    if (line.has("headers")) {
      return new Sent.Raw(
          bytes(line.path("key")), headers(line), bytes(line.path("value")), answer(line));
    }
    List<String> changed = line.has("changed") ? new ArrayList<>() : null;
    if (changed != null) {
      line.path("changed").forEach(name -> changed.add(name.stringValue()));
    }
    return new Sent.Event(
        line.path("tenant").stringValue(),
        line.path("source").stringValue(),
        line.path("sequence").longValue(),
        line.path("id").stringValue(),
        line.path("type").stringValue(),
        text(line, "domain"),
        text(line, "recordId"),
        text(line, "base"),
        changed,
        text(line, "data"),
        answer(line));
  }

  private static Answer answer(JsonNode line) {
    String at = text(line, "accepted");
    if (at != null) {
      return new Answer.Accepted(place(at));
    }
    return "rejected".equals(text(line, "answer")) ? Answer.REJECTED : Answer.UNKNOWN;
  }

  static Entry entry(JsonNode line) {
    Place at = place(line.path("at").stringValue());
    return new Entry(
        at.partition(),
        at.offset(),
        line.path("appended").longValue(),
        bytes(line.path("key")),
        headers(line),
        bytes(line.path("value")));
  }

  private static List<Entry.Header> headers(JsonNode line) {
    List<Entry.Header> headers = new ArrayList<>();
    line.path("headers")
        .forEach(
            pair -> headers.add(new Entry.Header(pair.get(0).stringValue(), bytes(pair.get(1)))));
    return headers;
  }

  private static byte @Nullable [] bytes(JsonNode text) {
    return text.isString() ? Base64.getDecoder().decode(text.stringValue()) : null;
  }

  static @Nullable String text(JsonNode line, String name) {
    JsonNode value = line.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  static Place place(String text) {
    return Objects.requireNonNull(Place.parse(text), "a position");
  }
}
