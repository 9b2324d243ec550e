package dev.crossfade.core.blueprint;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * A field's values translated one by one. On the way back the first that was translated to a value
 * stands for it, by the alphabet: the order in which a mapping is written is not part of a
 * blueprint's digest, and so must mean nothing.
 */
final class TranslatingConverter implements Converter {
  private static final Refusal NOT_NAMED = new Refusal("is none of the values that are translated");

  private final Map<Object, Object> values = new HashMap<>();
  private final Map<Object, JsonNode> first = new HashMap<>();
  private final Map<Object, Integer> meanings = new HashMap<>();
  private final @Nullable Object otherwise;
  private final String jsonType;

  /**
   * @param values what each key is translated to, in the order in which they stand for a value
   * @param otherwise what all others are translated to; null: they are refused
   */
  private TranslatingConverter(
      Map<JsonNode, Object> values, @Nullable Object otherwise, String jsonType) {
    values.forEach(
        (key, value) -> {
          this.values.put(comparable(key), value);
          first.putIfAbsent(value, key);
          meanings.merge(value, 1, Integer::sum);
        });
    this.otherwise = otherwise;
    this.jsonType = jsonType;
  }

  /**
   * @param map passed all checks
   * @param column what reads the values
   */
  static TranslatingConverter of(
      JsonNode map, @Nullable JsonNode otherwise, String jsonType, Converter column) {
    Map<JsonNode, Object> values = new LinkedHashMap<>();
    map.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              JsonNode key = key(entry.getKey(), jsonType);
              if (key != null) {
                values.put(key, column.read(entry.getValue()));
              }
            });
    return new TranslatingConverter(
        values, otherwise == null ? null : column.read(otherwise), jsonType);
  }

  /** The value of a field that a key stands for; null when none of this type can be meant. */
  static @Nullable JsonNode key(String text, String jsonType) {
    return switch (jsonType) {
      case "string" -> StringNode.valueOf(text);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? BooleanNode.valueOf(text.equals("true"))
              : null;
      case "integer", "number" -> {
        try {
          BigDecimal number = new BigDecimal(text);
          boolean sized = Math.abs((long) number.scale()) < 400 && number.precision() < 400;
          boolean fits = jsonType.equals("number") || number.stripTrailingZeros().scale() <= 0;
          yield sized && fits
              ? DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number)
              : null;
        } catch (NumberFormatException e) {
          yield null;
        }
      }
      default -> null;
    };
  }

  /** Equal for values that are equal in JSON; null for what is no scalar. */
  static @Nullable Object comparable(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
  }

  @Override
  public Object read(JsonNode value) {
    if (!ofType(value)) {
      return new Refusal("is not of type " + jsonType);
    }
    Object found = values.get(comparable(value));
    if (found != null) {
      return found;
    }
    return otherwise == null ? NOT_NAMED : otherwise;
  }

  private boolean ofType(JsonNode value) {
    return switch (jsonType) {
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      default -> value.isNumber();
    };
  }

  /** Missing for a value that nothing is translated to, which only somebody else can have put. */
  @Override
  public JsonNode write(Object value) {
    JsonNode key = first.get(value);
    return key == null ? MissingNode.getInstance() : key;
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    JsonNode back = first.get(read);
    Object original = comparable(value);
    return back != null && original != null && original.equals(comparable(back));
  }

  @Override
  public boolean distinct(JsonNode value, Object read) {
    return !read.equals(otherwise) && meanings.getOrDefault(read, 0) == 1;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of(jsonType);
  }
}
