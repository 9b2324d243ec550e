package dev.crossfade.core.propose;

import dev.crossfade.core.blueprint.LegacyPlace;
import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A domain with its table.
 *
 * @param schema the schema of its records
 * @param known the table that is there already; null where a new one is proposed
 */
record DomainDraft(
    Source source,
    String table,
    String key,
    @Nullable KnownTable known,
    List<ColumnDraft> columns,
    ObjectNode schema) {

  /** The records that it is made for. */
  record Source(String name, Found found, IdGuess id, Profile profile) {}

  String name() {
    return source.name();
  }

  String row() {
    return Words.singular(name());
  }

  String schemaFile() {
    return "schemas/" + name() + ".json";
  }

  boolean isDerived() {
    return known != null && known.key().size() == 1;
  }

  ObjectNode idRule() {
    ObjectNode rule = Json.MAPPER.createObjectNode();
    if (source.id().field() != null) {
      rule.put("field", source.id().field());
    } else if (!source.id().parts().isEmpty()) {
      ArrayNode parts = rule.putArray("composite");
      source.id().parts().forEach(part -> parts.add(Leaf.pointer(part)));
    } else {
      rule.put(source.found().single() ? "singleton" : "key", true);
    }
    return rule.put("scope", isShared() ? "tenant" : "source");
  }

  /** Whether ids are the tenant's; a source's could not be told from the store's keys alone. */
  boolean isShared() {
    return source.id().shared() || source.id().byKey();
  }

  String conflicts() {
    return source.found().single() ? "AUTO_MERGE" : "AUTO_OVERWRITE";
  }

  /** Where a browser's store holds the records; null where that cannot be said. */
  @Nullable ObjectNode legacy() {
    LegacyPlace place = source.found().spot().place();
    if (place == null) {
      return null;
    }
    ObjectNode legacy = Json.MAPPER.createObjectNode();
    legacy.put("key", place.key());
    if (!place.envelope().isEmpty()) {
      ArrayNode envelope = legacy.putArray("envelope");
      place.envelope().forEach(envelope::add);
    }
    return place.at().isEmpty() ? legacy : legacy.put("at", place.at());
  }

  ObjectNode tableForm() {
    ObjectNode form = Json.MAPPER.createObjectNode();
    form.put("name", table);
    if (isDerived()) {
      form.put("tenancy", "derived");
    } else if (known != null) {
      form.put("tenant", known.key().getFirst());
    }
    form.put("key", key);
    ArrayNode list = form.putArray("columns");
    list.addObject().put(key, "uuid");
    columns.forEach(column -> list.addObject().put(column.name(), column.type()));
    return form;
  }

  ObjectNode domainForm() {
    ObjectNode form = Json.MAPPER.createObjectNode();
    form.put("name", name());
    form.set("schema", schema);
    form.set("id", idRule());
    form.put("conflicts", conflicts());
    ObjectNode legacy = legacy();
    if (legacy != null) {
      form.set("legacy", legacy);
    }
    ObjectNode row = form.putObject("rows").putObject(row());
    row.put("table", table);
    ObjectNode filled = row.putObject("columns");
    filled.putObject(key).put("record", "id");
    columns.forEach(column -> filled.set(column.name(), column.spec()));
    return form;
  }

  /** The schema of the records, from those of the fields that have columns. */
  static ObjectNode schema(Source source, List<ColumnDraft> columns) {
    ObjectNode schema = object(source.profile(), source.id(), false);
    for (ColumnDraft column : columns) {
      ObjectNode here = schema;
      Profile profile = source.profile();
      List<String> steps = column.leaf().steps();
      for (String step : steps.subList(0, steps.size() - 1)) {
        profile = profile.members().getOrDefault(step, profile);
        ObjectNode properties = (ObjectNode) here.get("properties");
        JsonNode inner = properties.get(step);
        if (inner == null) {
          inner = object(profile, null, profile.hasNulls());
          properties.set(step, inner);
        }
        here = (ObjectNode) inner;
      }
      ((ObjectNode) here.get("properties")).set(steps.getLast(), column.schema());
    }
    return schema;
  }

  private static ObjectNode object(Profile profile, @Nullable IdGuess id, boolean nullable) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    if (nullable) {
      schema.putArray("type").add("object").add("null");
    } else {
      schema.put("type", "object");
    }
    ArrayNode required = schema.putArray("required");
    String field = id == null ? null : id.field();
    for (Map.Entry<String, Profile> member : profile.members().entrySet()) {
      String name = member.getKey();
      boolean always =
          profile.values() >= Leaves.ENOUGH && member.getValue().seen() == profile.values();
      if (Leaves.isUsable(name) && (always || (id != null && id.isMadeOf(name)))) {
        required.add(name);
      }
    }
    if (required.isEmpty()) {
      schema.remove("required");
    }
    ObjectNode properties = schema.putObject("properties");
    if (id != null && field != null) {
      Profile ids = profile.members().get(field);
      boolean number = ids != null && ids.only(Profile.Kind.INTEGER);
      ObjectNode ofId = properties.putObject(field).put("type", number ? "integer" : "string");
      if (!number) {
        ofId.put("minLength", 1).put("maxLength", IdGuess.MAX_LENGTH);
      }
    }
    return schema;
  }
}
