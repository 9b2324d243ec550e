package dev.crossfade.core.compare;

import dev.crossfade.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * JSON as PostgreSQL writes a {@code jsonb}: names by their length in bytes, then by their bytes; a
 * space behind each comma and colon; numbers without an exponent, their decimal places kept;
 * control characters escaped, and nothing else that need not be. Beyond the documentation (8.14)
 * this is what {@code jsonb_out} does; a test holds it against PostgreSQL.
 */
final class JsonbText {
  private static final Comparator<String> BY_LENGTH_AND_BYTES =
      Comparator.comparing(
          name -> name.getBytes(StandardCharsets.UTF_8),
          Comparator.<byte[]>comparingInt(bytes -> bytes.length)
              .thenComparing(Arrays::compareUnsigned));

  private JsonbText() {}

  /** The text that PostgreSQL would give for this JSON, were it stored as jsonb. */
  static String of(String json) {
    StringBuilder text = new StringBuilder(json.length() + 16);
    write(Json.STORED.readTree(json), text);
    return text.toString();
  }

  private static void write(JsonNode node, StringBuilder text) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node, text);
      case ARRAY -> {
        text.append('[');
        for (int i = 0; i < node.size(); i++) {
          write(node.get(i), text.append(i == 0 ? "" : ", "));
        }
        text.append(']');
      }
      case STRING -> string(node.stringValue(), text);
      case NUMBER -> text.append(node.decimalValue().toPlainString());
      case BOOLEAN -> text.append(node.booleanValue());
      case NULL -> text.append("null");
      case MISSING, BINARY, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
    }
  }

  private static void object(JsonNode node, StringBuilder text) {
    List<String> names =
        StreamSupport.stream(node.propertyNames().spliterator(), false)
            .sorted(BY_LENGTH_AND_BYTES)
            .toList();
    text.append('{');
    boolean first = true;
    for (String name : names) {
      string(name, text.append(first ? "" : ", "));
      write(node.get(name), text.append(": "));
      first = false;
    }
    text.append('}');
  }

  private static void string(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
