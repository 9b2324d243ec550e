package dev.crossfade.standalone.load.jdbc;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The elements of a database's array as JSON, of any number of dimensions. */
final class ArrayElements {
  private final String type;
  private final ZoneId zone;

  /**
   * @param type the database's name of the elements' type
   */
  ArrayElements(String type, ZoneId zone) {
    this.type = type.toLowerCase(Locale.ROOT);
    this.zone = zone;
  }

  JsonNode read(@Nullable Object value) throws UnreadableValueException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case Object[] elements -> {
        ArrayNode array = nodes.arrayNode();
        for (Object element : elements) {
          array.add(read(element));
        }
        yield array;
      }
      case Boolean truth -> nodes.booleanNode(truth);
      case BigDecimal number -> nodes.numberNode(number);
      case Number number -> number(number);
      case Timestamp time -> time(time);
      case Date date -> nodes.stringNode(date.toLocalDate().toString());
      case Time time -> nodes.stringNode(time.toLocalTime().toString());
      case byte[] bytes -> throw new UnreadableValueException("holds bytes");
      default -> text(value.toString());
    };
  }

  private static JsonNode number(Number number) throws UnreadableValueException {
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(number.toString()));
    } catch (NumberFormatException e) {
      throw new UnreadableValueException("holds a number that JSON does not have, such as NaN");
    }
  }

  private JsonNode time(Timestamp time) throws UnreadableValueException {
    String text =
        type.equals("timestamptz")
            ? TimeText.of(time.toInstant().atOffset(ZoneOffset.UTC), zone)
            : TimeText.of(time.toLocalDateTime(), zone);
    if (text == null) {
      throw new UnreadableValueException("holds a time beyond the years 0000 to 9999");
    }
    return JsonNodeFactory.instance.stringNode(text);
  }

  private JsonNode text(String text) throws UnreadableValueException {
    if (!type.equals("json") && !type.equals("jsonb")) {
      return JsonNodeFactory.instance.stringNode(text);
    }
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new UnreadableValueException("holds what is no JSON that can be read");
    }
  }
}
