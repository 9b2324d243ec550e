package dev.crossfade.standalone.cli.explain;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A record's story in lines for a person.
 *
 * @param record as it was asked for
 * @param data whether the data of each event is told
 */
record Story(String record, boolean data) {

  /** The story, the oldest event first, and behind it how the record is now. */
  List<String> lines(JsonNode story) {
    List<String> lines = new ArrayList<>();
    List<JsonNode> events = new ArrayList<>(story.path("events").valueStream().toList());
    if (!story.path("next").isNull()) {
      lines.add("… and what was before " + text(story, "next") + ".");
    }
    for (JsonNode event : events.reversed()) {
      lines.add(event(event));
      if (data && !event.path("data").isNull()) {
        lines.add("    " + event.path("data"));
      }
    }
    lines.add(now(story.path("record")));
    JsonNode parked = story.path("parked");
    if (!parked.isNull()) {
      lines.add(
          "Its write of %s is parked: %s, %s; tried again %d times, next at %s."
              .formatted(
                  text(parked, "id"),
                  text(parked, "reason"),
                  text(parked, "detail"),
                  parked.path("tries").asInt(),
                  text(parked, "retryAt")));
    }
    for (JsonNode beside : story.path("conflicts")) {
      lines.add(
          "%s: what %s said is %s (%s)."
              .formatted(
                  text(beside, "id"),
                  text(beside, "source"),
                  text(beside, "state").equals("waiting")
                      ? "waiting for a person"
                      : "kept beside it",
                  text(beside, "policy")));
    }
    for (JsonNode held : story.path("held")) {
      lines.add("%s: held, %s.".formatted(text(held, "id"), text(held, "why")));
    }
    return lines;
  }

  private static String event(JsonNode event) {
    StringBuilder line = new StringBuilder();
    line.append(text(event, "appended")).append("  ").append(text(event, "position"));
    line.append("  ").append(text(event, "type")).append(" by ").append(text(event, "source"));
    if (event.path("sequence").isNumber()) {
      line.append(" (").append(event.path("sequence").asLong()).append(')');
    }
    line.append(": ").append(text(event, "outcome"));
    if (event.path("detail").isString()) {
      line.append(", ").append(text(event, "detail"));
    }
    JsonNode resolution = event.path("resolution");
    if (resolution.isObject()) {
      line.append(" – ").append(text(resolution, "take")).append(", by ");
      line.append(text(resolution, "actor")).append(": ").append(text(resolution, "reason"));
    }
    return line.toString();
  }

  private String now(JsonNode now) {
    String what =
        now.path("data").isObject()
            ? "shows " + text(now, "position")
            : now.path("deleted").asBoolean(false) ? "is deleted" : "shows nothing yet";
    String state = now.path("state").isString() ? ", " + text(now, "state") : "";
    return record + " " + what + state + ".";
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).stringValue() : "–";
  }
}
