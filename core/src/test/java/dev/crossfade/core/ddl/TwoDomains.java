package dev.crossfade.core.ddl;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A blueprint with the domains a and b, whose tables refer to each other as told. */
final class TwoDomains {
  private final ObjectNode form = Json.MAPPER.createObjectNode();
  private final ArrayNode tables;
  private final ArrayNode domains;

  TwoDomains() {
    form.put("blueprint", 1).put("name", "shop").put("schemaVersion", 1);
    tables = form.putArray("tables");
    domains = form.putArray("domains");
    for (String name : new String[] {"a", "b"}) {
      ObjectNode table = tables.addObject();
      table.put("name", "shop." + name).put("key", "id");
      table.putArray("columns").addObject().put("id", "uuid");
      ObjectNode domain = domains.addObject();
      domain.put("name", name).put("conflicts", "AUTO_OVERWRITE");
      domain.putObject("id").put("field", "id").put("scope", "tenant");
      ObjectNode schema = domain.putObject("schema");
      schema.put("type", "object").putObject("properties").putObject("id").put("type", "string");
      ObjectNode row = domain.putObject("rows").putObject("r");
      row.put("table", "shop." + name).putObject("columns").putObject("id").put("record", "id");
    }
  }

  /** A reference from a to b. */
  TwoDomains link(String column, String missing) {
    return add(0, column, "b", missing);
  }

  /** A reference from b to a. */
  TwoDomains back(String column, String missing) {
    return add(1, column, "a", missing);
  }

  private TwoDomains add(int from, String column, String target, String missing) {
    ((ArrayNode) tables.get(from).get("columns")).addObject().put(column, "uuid");
    ObjectNode domain = (ObjectNode) domains.get(from);
    ((ObjectNode) domain.get("schema").get("properties")).putObject(column).put("type", "string");
    ObjectNode link = ((ObjectNode) domain.get("rows").get("r").get("columns")).putObject(column);
    link.put("from", "/" + column).put("reference", target).put("missing", missing);
    if (!missing.equals("unchecked")) {
      link.put("onDelete", "park");
    }
    return this;
  }

  Blueprint blueprint() {
    return Blueprint.fromJson(form);
  }
}
