package dev.crossfade.core.types;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a schema says in words, as a comment. */
final class JsDoc {
  private JsDoc() {}

  /** With a line break at its end; empty where there is nothing to say. */
  static String of(JsonNode schema, String indent) {
    List<String> lines = new ArrayList<>();
    for (String keyword : List.of("title", "description")) {
      String text = schema.path(keyword).asString("");
      if (!text.isBlank()) {
        text.strip().lines().map(String::strip).forEach(lines::add);
      }
    }
    String format = schema.path("format").asString("");
    if (!format.isEmpty()) {
      lines.add("@format " + format);
    }
    if (schema.path("type").asString("").equals("integer")) {
      lines.add("@type integer");
    }
    if (schema.has("default")) {
      lines.add("@default " + schema.get("default"));
    }
    if (schema.path("deprecated").asBoolean(false)) {
      lines.add("@deprecated");
    }
    if (lines.isEmpty()) {
      return "";
    }
    lines.replaceAll(line -> line.replace("*/", "*\\/"));
    return lines.size() == 1
        ? indent + "/** " + lines.getFirst() + " */\n"
        : indent
            + "/**\n"
            + indent
            + " * "
            + String.join("\n" + indent + " * ", lines)
            + "\n"
            + indent
            + " */\n";
  }
}
