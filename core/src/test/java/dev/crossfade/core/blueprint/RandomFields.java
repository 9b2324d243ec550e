package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random fields of one record or element: the schema, and columns that hold them. */
final class RandomFields {
  private static final List<String> NAMES =
      List.of("a", "b/c", "d~e", "größe", "x_y", "from", "id2", "0", "🎓", "null");
  private static final List<String> SCALARS =
      List.of(
          "text",
          "text(4)",
          "uuid",
          "boolean",
          "integer",
          "bigint",
          "numeric(8,2)",
          "date",
          "time",
          "timestamptz");

  private final Random random;
  private final Map<String, Integer> made;
  private final List<String> domains;
  private final Map<String, Boolean> wholeNumbers;
  private final ObjectNode schema = Json.MAPPER.createObjectNode();
  private final ObjectNode properties;
  private final List<String> arrays = new ArrayList<>();
  private final Map<String, String> copyable = new LinkedHashMap<>();
  private final List<String> joinable = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private final Map<String, String> partTypes = new LinkedHashMap<>();
  private int number;

  RandomFields(
      Random random,
      Map<String, Integer> made,
      List<String> domains,
      Map<String, Boolean> wholeNumbers) {
    this.random = random;
    this.made = made;
    this.domains = domains;
    this.wholeNumbers = wholeNumbers;
    schema.put("type", "object");
    if (random.nextInt(4) == 0) {
      schema.put("additionalProperties", false);
    }
    this.properties = schema.putObject("properties");
  }

  ObjectNode schema() {
    return schema;
  }

  List<String> arrays() {
    return arrays;
  }

  void id(String type) {
    properties.putObject("id").put("type", type);
    schema.withArray("required").add("id");
  }

  /** A required field that is a part of the id; it gets a column in the end. */
  String part() {
    String name = "part" + number++;
    String type = chance(2) ? "string" : "integer";
    properties.putObject(name).put("type", type);
    schema.withArray("required").add(name);
    parts.add(name);
    partTypes.put(name, type);
    return "/" + name;
  }

  void items(String pointer, JsonNode items) {
    ((ObjectNode) place(pointer)).set("items", items);
  }

  private JsonNode place(String pointer) {
    JsonNode here = schema;
    for (String step : pointer.substring(1).split("/", -1)) {
      here = here.get("properties").get(step.replace("~1", "/").replace("~0", "~"));
    }
    return here;
  }

  /** A field, a few levels deep, and a column for it. */
  void field(ObjectNode row, ArrayNode tables) {
    switch (random.nextInt(12)) {
      case 0 -> array();
      case 1 -> json(row, tables);
      case 2 -> composed(row, tables);
      case 3 -> reference(row, tables);
      case 4 -> split(row, tables);
      case 5 -> joinable.add(name(Json.MAPPER.createObjectNode().put("type", "string")));
      case 6 -> list(row, tables);
      case 7 -> translated(row, tables);
      case 8 -> epoch(row, tables);
      default -> plain(row, tables);
    }
  }

  private void array() {
    String pointer = name(typed("array"));
    arrays.add(pointer);
  }

  private void json(ObjectNode row, ArrayNode tables) {
    ObjectNode any = Json.MAPPER.createObjectNode();
    if (chance(2)) {
      ObjectNode inner = any.put("type", "object").putObject("properties");
      inner.putObject("in").put("type", "integer");
      inner.putObject("side").put("type", "string");
    }
    String pointer = name(any);
    column(row, tables, "jsonb", form(pointer));
    copyable.put(pointer, "jsonb");
    if (any.has("properties")) {
      copyable.put(pointer + "/side", "text");
    }
    count("jsonb");
  }

  private void composed(ObjectNode row, ArrayNode tables) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    int members = 1 + random.nextInt(3);
    for (int i = 0; i < members; i++) {
      ObjectNode any = Json.MAPPER.createObjectNode();
      if (chance(2)) {
        any.put("type", "string");
      }
      String pointer = name(any);
      copyable.put(pointer, "jsonb");
      JsonNode secret = Json.MAPPER.createObjectNode().put("from", pointer).put("secret", true);
      object.set("m" + i, chance(2) ? secret : Json.MAPPER.valueToTree(pointer));
    }
    column(row, tables, "jsonb", Json.MAPPER.createObjectNode().set("object", object));
    count("object");
  }

  private void reference(ObjectNode row, ArrayNode tables) {
    String target = domains.get(random.nextInt(domains.size()));
    boolean whole = wholeNumbers.getOrDefault(target, false);
    String pointer = name(typed(whole ? "integer" : "string"));
    ObjectNode form = Json.MAPPER.createObjectNode().put("from", pointer);
    form.put("reference", target);
    String missing = chance(2) ? "unchecked" : chance(3) ? "park" : "null";
    form.put("missing", missing);
    if (!missing.equals("unchecked")) {
      form.put("onDelete", chance(2) ? "park" : "null");
    }
    column(row, tables, "uuid", form);
    copyable.put(pointer, whole ? "bigint" : "text");
    count("reference " + missing);
  }

  private void split(ObjectNode row, ArrayNode tables) {
    String pointer = name(typed("string"));
    String one = column(row, tables, chance(2) ? "text" : "text(6)", null);
    String two = column(row, tables, "text", null);
    row.withObject("split")
        .put(pointer, pick("", "<") + "{" + one + "}" + pick("-", ", ") + "{" + two + "}");
    copyable.put(pointer, "text");
    count("split");
  }

  private void list(ObjectNode row, ArrayNode tables) {
    if (chance(3)) {
      ObjectNode numbers = typed("array");
      numbers.putObject("items").put("type", "number");
      String pointer = name(numbers);
      column(row, tables, "vector(2)", form(pointer));
      copyable.put(pointer, "jsonb");
      count("vector");
      return;
    }
    String type = SCALARS.get(random.nextInt(SCALARS.size()));
    ObjectNode list = typed("array");
    list.set("items", scalarSchema(type));
    String pointer = name(list);
    column(row, tables, type + "[]", form(pointer));
    copyable.put(pointer, "jsonb");
    count("array");
  }

  private void translated(ObjectNode row, ArrayNode tables) {
    String type = pick("string", "integer", "boolean", "number");
    ObjectNode field = typed(type);
    List<String> keys =
        switch (type) {
          case "string" -> List.of("a", "b", "c");
          case "boolean" -> List.of("true", "false");
          case "number" -> List.of("1", "2.50", "3");
          default -> List.of("1", "2", "3");
        };
    String column = pick("text", "integer", "boolean", "jsonb");
    List<String> values =
        switch (column) {
          case "text" -> List.of("\"x\"", "\"y\"");
          case "integer" -> List.of("0", "7");
          case "boolean" -> List.of("true", "false");
          default -> List.of("{\"k\": 1}", "[1.0]");
        };
    String pointer = name(field);
    ObjectNode form = Json.MAPPER.createObjectNode().put("from", pointer);
    ObjectNode map = form.putObject("map");
    keys.forEach(key -> map.set(key, Json.MAPPER.readTree(values.get(random.nextInt(2)))));
    JsonNode first = map.get(keys.getFirst());
    if (chance(2)) {
      form.set("else", first);
      count("else");
    }
    if (chance(3)) {
      form.set("default", first);
    }
    column(row, tables, column, form);
    copyable.put(pointer, "jsonb");
    count("map");
  }

  private void epoch(ObjectNode row, ArrayNode tables) {
    String pointer = name(typed("integer"));
    ObjectNode form = Json.MAPPER.createObjectNode().put("from", pointer);
    form.put("format", pick("epoch-millis", "epoch-seconds"));
    if (chance(2)) {
      form.put("default", pick("$time", "2026-03-01T09:30:00Z"));
    }
    column(row, tables, "timestamptz", form);
    copyable.put(pointer, "bigint");
    count("format");
  }

  private void plain(ObjectNode row, ArrayNode tables) {
    String type = SCALARS.get(random.nextInt(SCALARS.size()));
    String pointer = name(scalarSchema(type));
    ObjectNode form = Json.MAPPER.createObjectNode().put("from", pointer);
    if (type.equals("text(4)") && chance(2)) {
      form.put("truncate", true);
      count("truncate");
    }
    if (type.startsWith("text") && chance(4)) {
      form.put("secret", true);
      count("secret");
    }
    if (chance(3)) {
      form.set("default", literal(type));
      count("default");
    }
    column(row, tables, type, form.size() == 1 && chance(2) ? form(pointer) : form);
    copyable.put(pointer, type);
    count("plain " + type);
  }

  /** What needs the other fields first: joins, copies, parts of the id, constants. */
  void finish(ObjectNode row, ArrayNode tables) {
    for (String part : parts) {
      boolean text = "string".equals(partTypes.get(part));
      column(row, tables, text ? "text" : "bigint", form("/" + part));
      copyable.put("/" + part, "jsonb");
    }
    parts.clear();
    if (!joinable.isEmpty()) {
      StringBuilder text = new StringBuilder(pick("", "("));
      joinable.forEach(each -> text.append('{').append(each).append("}").append(pick(", ", "-")));
      row.withObject("join").put(column(row, tables, "text", null), text.toString());
      joinable.forEach(each -> copyable.put(each, "text"));
      joinable.clear();
      count("join");
    }
    for (var entry : copyable.entrySet()) {
      if (chance(4)) {
        ObjectNode form = Json.MAPPER.createObjectNode().put("from", entry.getKey());
        form.put("backward", false);
        String type = chance(2) ? "jsonb" : entry.getValue();
        if (!type.equals("jsonb") && chance(2)) {
          form.set("default", literal(type));
        }
        if (type.equals("text") && chance(2)) {
          form.putObject("map").put("a", true).put("b", false).put("dft", true);
          form.put("else", chance(2)).remove("default");
          type = "boolean";
          count("copy map");
        } else if (type.equals("text") && chance(2)) {
          form.put("reference", pick("one", "two", "three")).put("missing", "unchecked");
          form.remove("default");
          type = "uuid";
          count("copy reference");
        }
        column(row, tables, type, form);
        count("copy");
      }
    }
    if (chance(4)) {
      column(row, tables, "uuid", Json.MAPPER.createObjectNode().put("row", "main"));
      count("row");
    }
    if (chance(3)) {
      String type = SCALARS.get(random.nextInt(SCALARS.size()));
      ObjectNode form = Json.MAPPER.createObjectNode();
      form.set("constant", type.equals("timestamptz") ? text("$time") : literal(type));
      column(row, tables, type, form);
      count("constant");
    }
  }

  /** A column for whole elements; the schema of one. */
  JsonNode scalar(ObjectNode filled, ArrayNode columns) {
    String type = chance(4) ? "jsonb" : SCALARS.get(random.nextInt(SCALARS.size()));
    columns.addObject().put("whole", type);
    filled.putObject("whole").put("element", "value");
    return type.equals("jsonb")
        ? Json.MAPPER.createObjectNode().set("type", Json.MAPPER.readTree("[\"array\",\"null\"]"))
        : scalarSchema(type);
  }

  private String column(
      ObjectNode row,
      ArrayNode tables,
      String type,
      @org.jspecify.annotations.Nullable JsonNode f) {
    String name = "c" + number++;
    String table = row.get("table").stringValue();
    for (JsonNode each : tables) {
      if (each.get("name").stringValue().equals(table)) {
        ((ArrayNode) each.get("columns")).addObject().put(name, type);
      }
    }
    if (f != null) {
      ((ObjectNode) row.get("columns")).set(name, f);
    }
    return name;
  }

  /** A name for a field of this schema, now and then within objects or by reference. */
  private String name(ObjectNode field) {
    String last = NAMES.get(random.nextInt(NAMES.size())) + number++;
    ObjectNode parent = schema;
    String pointer = "";
    if (chance(3)) {
      int levels = 1 + random.nextInt(2);
      for (int i = 0; i < levels; i++) {
        String outer = "o" + random.nextInt(2);
        ObjectNode inner = parent.withObject("properties").withObject(outer);
        if (!inner.has("type")) {
          inner.set("type", Json.MAPPER.readTree(pick("\"object\"", "[\"object\",\"null\"]")));
          require(parent, outer);
        }
        parent = inner;
        pointer += "/" + outer;
      }
      count("nested");
    }
    parent.withObject("properties").set(last, field);
    require(parent, last);
    return pointer + "/" + last.replace("~", "~0").replace("/", "~1");
  }

  private void require(ObjectNode parent, String name) {
    if (chance(3)) {
      parent.withArray("required").add(name);
    }
  }

  private ObjectNode typed(String type) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    if (chance(4)) {
      schema.putArray("type").add(type).add("null");
      count("nullable");
    } else {
      schema.put("type", type);
    }
    return schema;
  }

  private ObjectNode scalarSchema(String type) {
    return switch (type) {
      case "text" -> chance(3) ? enumerated() : typed("string");
      case "boolean" -> typed("boolean");
      case "integer", "bigint" -> typed("integer");
      case "numeric(8,2)" -> typed("number");
      case "uuid" -> typed("string").put("format", "uuid");
      case "date" -> typed("string").put("format", "date");
      case "timestamptz" -> typed("string").put("format", "date-time");
      case "time" -> typed("string").put("format", "time");
      default -> typed("string");
    };
  }

  private ObjectNode enumerated() {
    ObjectNode schema = typed("string");
    schema.putArray("enum").add("a").add("b").add("🎓");
    if (schema.get("type").isArray()) {
      schema.withArray("enum").addNull();
    }
    count("enum");
    return schema;
  }

  private static JsonNode literal(String type) {
    return switch (type) {
      case "boolean" -> Json.MAPPER.readTree("true");
      case "integer", "bigint" -> Json.MAPPER.readTree("7.0");
      case "numeric(8,2)" -> Json.MAPPER.readTree("1.50");
      case "uuid" -> text("ABCDEFAB-2222-4333-8444-ABCDEFABCDEF");
      case "date" -> text("2026-01-31");
      case "time" -> text("09:30:00");
      case "timestamptz" -> text("2026-03-01T09:30:00.1+01:00");
      default -> text("dft");
    };
  }

  private static JsonNode text(String text) {
    return Json.MAPPER.valueToTree(text);
  }

  private static JsonNode form(String pointer) {
    return text(pointer);
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void count(String what) {
    made.merge(what, 1, Integer::sum);
  }
}
