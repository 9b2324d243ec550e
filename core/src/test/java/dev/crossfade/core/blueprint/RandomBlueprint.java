package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes blueprints of random domains, schemas, tables and columns in every form that the language
 * has. Most of them load.
 */
final class RandomBlueprint {
  private final Random random;
  private final ObjectNode form = Json.MAPPER.createObjectNode();
  private final ArrayNode tables = Json.MAPPER.createArrayNode();
  private final List<String> domains = List.of("one", "two", "three");
  private final Map<String, Boolean> wholeNumbers = new TreeMap<>();

  /** How often each construct was made. */
  final Map<String, Integer> made = new TreeMap<>();

  RandomBlueprint(long seed) {
    this.random = new Random(seed);
  }

  ObjectNode form() {
    form.put("blueprint", 1).put("name", "random").put("schemaVersion", 1);
    form.set("tables", tables);
    ArrayNode list = form.putArray("domains");
    domains.forEach(name -> wholeNumbers.put(name, random.nextInt(4) == 0));
    domains.forEach(name -> list.add(domain(name)));
    return form;
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private ObjectNode domain(String name) {
    ObjectNode domain = Json.MAPPER.createObjectNode();
    domain.put("name", name).put("conflicts", pick("AUTO_OVERWRITE", "AUTO_MERGE"));
    RandomFields record = new RandomFields(random, made, domains, wholeNumbers);
    ObjectNode id = domain.putObject("id");
    String scope = pick("tenant", "source");
    switch (wholeNumbers.getOrDefault(name, false) ? 0 : random.nextInt(4)) {
      case 1 -> {
        id.put("key", true);
        scope = "tenant";
      }
      case 2 -> id.put("singleton", true);
      case 3 -> {
        ArrayNode parts = id.putArray("composite");
        parts.add(record.part()).add(record.part());
      }
      default -> {
        id.put("field", "id");
        record.id(wholeNumbers.getOrDefault(name, false) ? "integer" : "string");
      }
    }
    id.put("scope", scope);
    count("id " + id.propertyNames().iterator().next() + " " + scope);
    ObjectNode rows = domain.putObject("rows");
    ObjectNode main = row(rows, name, "main");
    ObjectNode other = chance(3) ? row(rows, name, "other") : main;
    int fields = 3 + random.nextInt(8);
    for (int i = 0; i < fields; i++) {
      record.field(chance(2) ? main : other, tables);
    }
    record.finish(main, tables);
    record.finish(other, tables);
    for (String array : record.arrays()) {
      elements(rows, name, array, record);
    }
    domain.set("schema", record.schema());
    shared(record.schema());
    return domain;
  }

  /** Moves some of the fields' schemas to definitions. */
  private void shared(ObjectNode schema) {
    ObjectNode definitions = Json.MAPPER.createObjectNode();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    for (String name : List.copyOf(properties.propertyNames())) {
      if (chance(6)) {
        String definition = "d" + definitions.size();
        definitions.set(definition, properties.get(name));
        properties.putObject(name).put("$ref", "#/$defs/" + definition);
        count("$ref");
      }
    }
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
  }

  private ObjectNode row(ObjectNode rows, String domain, String name) {
    ObjectNode table = tables.addObject();
    table.put("name", "r." + domain + "_" + name).put("key", "id");
    if (chance(4)) {
      table.put("tenancy", "derived");
      count("derived");
    }
    table.putArray("columns").addObject().put("id", "uuid");
    ObjectNode row = rows.putObject(name);
    row.put("table", "r." + domain + "_" + name);
    ObjectNode key = row.putObject("columns").putObject("id");
    if (name.equals("main")) {
      key.put("record", "id");
    } else {
      key.put("row", name);
    }
    return row;
  }

  private void elements(ObjectNode rows, String domain, String pointer, RandomFields record) {
    String name = "each" + rows.size();
    ObjectNode row = row(rows, domain, name);
    row.put("each", pointer);
    ArrayNode columns = (ArrayNode) tables.get(tables.size() - 1).get("columns");
    columns.addObject().put("parent", "uuid");
    columns.addObject().put("place", "integer");
    ObjectNode filled = (ObjectNode) row.get("columns");
    filled.putObject("parent").put("record", "id");
    filled.putObject("place").put("element", "index");
    RandomFields element = new RandomFields(random, made, domains, wholeNumbers);
    if (chance(2)) {
      JsonNode items = element.scalar(filled, columns);
      record.items(pointer, items);
      count("each scalar");
    } else {
      int fields = 1 + random.nextInt(4);
      for (int i = 0; i < fields; i++) {
        element.field(row, tables);
      }
      element.finish(row, tables);
      record.items(pointer, element.schema());
      count("each object");
    }
  }

  private void count(String what) {
    made.merge(what, 1, Integer::sum);
  }

  private String pick(String... choices) {
    return new ArrayList<>(List.of(choices)).get(random.nextInt(choices.length));
  }
}
