package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** How documents spell the ids of a domain's records, in the record itself and in references. */
enum IdForm {
  /** A string; of a UUID in lower case. */
  TEXT,
  /** A whole number; its id is the decimal text. */
  NUMBER,
  /** A string that holds a JSON array of strings, canonical. */
  COMPOSITE;

  private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,127}");

  /** The canonical id that a value spells, or null where it is no id. */
  @Nullable String read(JsonNode value) {
    return switch (this) {
      case TEXT -> RecordIds.of(value);
      case NUMBER -> decimal(value);
      case COMPOSITE -> {
        String id = value.isString() ? canonical(value.stringValue()) : null;
        yield id == null || id.isEmpty() || id.length() > RecordIds.MAX_LENGTH ? null : id;
      }
    };
  }

  /**
   * The value for an id. One that is no number stays a text: it is nobody's, yet not to be lost.
   */
  JsonNode write(String id) {
    if (this != NUMBER || !DECIMAL.matcher(id).matches()) {
      return StringNode.valueOf(id);
    }
    BigInteger number = new BigInteger(id);
    if (number.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? LongNode.valueOf(number.longValue())
        : BigIntegerNode.valueOf(number);
  }

  /** Whether the way back spells the id as this value does, from which it was read. */
  boolean exact(JsonNode value, String id) {
    return this == NUMBER || value.stringValue().equals(id);
  }

  /** The one spelling of an id that stands in a text. */
  String canonical(String id) {
    return switch (this) {
      case TEXT -> RecordIds.canonical(id);
      case NUMBER -> id;
      case COMPOSITE -> array(id);
    };
  }

  /** What a value must be. */
  String noId() {
    return this == NUMBER
        ? "is not an id: a whole number of at most " + RecordIds.MAX_LENGTH + " characters"
        : RecordIds.NO_ID;
  }

  /** The types, as JSON Schema names them. */
  Set<String> jsonTypes() {
    return Set.of(this == NUMBER ? "integer" : "string");
  }

  private static @Nullable String decimal(JsonNode value) {
    if (!value.isNumber()) {
      return null;
    }
    BigDecimal number = value.decimalValue();
    // The size first: a large exponent must not be written out.
    if (number.signum() != 0 && (long) number.precision() - number.scale() > RecordIds.MAX_LENGTH) {
      return null;
    }
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    String text = stripped.scale() > 0 ? "" : stripped.toBigIntegerExact().toString();
    return text.isEmpty() || text.length() > RecordIds.MAX_LENGTH ? null : text;
  }

  /** A JSON array of strings and whole numbers in its canonical form; other texts as they are. */
  private static String array(String id) {
    JsonNode parsed;
    try {
      parsed = Json.parse(id.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return id;
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode part : parsed) {
      String text = part.isString() ? RecordIds.canonical(part.stringValue()) : decimal(part);
      if (text == null) {
        return id;
      }
      parts.add(text);
    }
    return parsed.isArray() ? new String(CanonicalJson.array(parts), StandardCharsets.UTF_8) : id;
  }
}
