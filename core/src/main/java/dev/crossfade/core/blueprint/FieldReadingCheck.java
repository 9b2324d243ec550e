package dev.crossfade.core.blueprint;

import dev.crossfade.core.blueprint.Converter.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks what a column says about reading its field: truncate, map, format, secret. */
final class FieldReadingCheck {
  private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");

  private final ColumnSpec.FromField spec;
  private final Column column;
  private final SchemaFields schema;
  private final Consumer<String> problems;

  FieldReadingCheck(
      ColumnSpec.FromField spec, Column column, SchemaFields schema, Consumer<String> problems) {
    this.spec = spec;
    this.column = column;
    this.schema = schema;
    this.problems = problems;
  }

  /** The JSON types that the column can read; null when a problem was told. */
  @Nullable Set<String> run() {
    FieldReading reading = spec.reading();
    JsonNode map = reading.map();
    boolean sound = true;
    if (reading.secret() && column.type() != SqlType.TEXT) {
      sound = problem("secret is for columns of type text, and for fields within an object.");
    }
    if (reading.truncate() && (column.type() != SqlType.TEXT || column.size() == 0)) {
      sound = problem("truncate needs a column of type text with a length, like text(200).");
    }
    if (reading.format() != null && column.type() != SqlType.TIMESTAMPTZ) {
      sound = problem("a format of time needs a column of type timestamptz.");
    }
    int ways = (reading.truncate() ? 1 : 0) + (map != null ? 1 : 0);
    if (ways + (reading.format() != null ? 1 : 0) > 1) {
      sound = problem("can say only one of truncate, map and format.");
    }
    if (map == null && reading.otherwise() != null) {
      sound = problem("else needs a map: it stands for all values that the map does not name.");
    }
    if (!sound) {
      return null;
    }
    if (map != null) {
      return map(map);
    }
    JsonNode absent = spec.absent();
    if (reading.format() != null && spec.back() && absent != null && !ColumnSpec.isTime(absent)) {
      wholeUnits(absent);
    }
    return reading.converter(column, "").jsonTypes();
  }

  private @Nullable Set<String> map(JsonNode map) {
    Set<String> types = schema.types(spec.path());
    String type = types.size() == 1 ? types.iterator().next() : "";
    if (!SCALARS.contains(type)) {
      problem(
          "a map needs to know what it translates: give "
              + spec.path()
              + " one type in the schema, string, integer, number or boolean.");
      return null;
    }
    Map<Object, String> keys = new HashMap<>();
    Set<Object> values = new HashSet<>();
    for (var entry : map.properties()) {
      JsonNode key = TranslatingConverter.key(entry.getKey(), type);
      Object comparable = key == null ? null : TranslatingConverter.comparable(key);
      if (comparable == null) {
        problem("the map translates \"" + entry.getKey() + "\", which is no " + type + ".");
        continue;
      }
      String other = keys.putIfAbsent(comparable, entry.getKey());
      if (other != null) {
        problem("the map names one value twice, as " + other + " and " + entry.getKey() + ".");
      }
      value("the map's value for " + entry.getKey(), entry.getValue(), values);
    }
    covered(keys);
    JsonNode otherwise = spec.reading().otherwise();
    if (otherwise != null) {
      oneOf("else", otherwise, values);
    }
    JsonNode absent = spec.absent();
    if (absent != null && spec.back()) {
      oneOf("the default", absent, values);
    }
    return Set.of(type);
  }

  private void value(String what, JsonNode literal, Set<Object> values) {
    Object read = literal.isNull() ? new Refusal("is null") : Converter.of(column).read(literal);
    if (read instanceof Refusal(String detail)) {
      problem(what + " does not fit " + column.typeName() + ": it " + detail + ".");
    } else {
      values.add(read);
    }
  }

  /** What is read on the way back must be known there. */
  private void oneOf(String what, JsonNode literal, Set<Object> values) {
    Set<Object> own = new HashSet<>();
    value(what, literal, own);
    if (spec.back() && !own.isEmpty() && !values.containsAll(own)) {
      problem(
          what
              + " must be one of the values that the map translates to, or the way back would not"
              + " know what it means.");
    }
  }

  private void covered(Map<Object, String> keys) {
    List<String> missing = new ArrayList<>();
    for (JsonNode allowed : schema.values(spec.path())) {
      Object comparable = TranslatingConverter.comparable(allowed);
      if (comparable != null && !keys.containsKey(comparable)) {
        missing.add(allowed.asString());
      }
    }
    if (!missing.isEmpty() && spec.reading().otherwise() == null) {
      problem(
          "the schema allows "
              + String.join(", ", missing)
              + ", which the map does not name: name it, or say else.");
    }
  }

  private void wholeUnits(JsonNode literal) {
    Converter converter = spec.reading().converter(column, "");
    Object value = Converter.of(column).read(literal);
    if (!(value instanceof Refusal) && !converter.read(converter.write(value)).equals(value)) {
      problem("the default is finer than the format can say.");
    }
  }

  private boolean problem(String sentence) {
    problems.accept(sentence);
    return false;
  }
}
