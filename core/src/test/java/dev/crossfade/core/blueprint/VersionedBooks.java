package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Books through three versions, each step used at least once. The third was published twice. */
public final class VersionedBooks {
  private static final String FORM =
      """
      {"blueprint": 1, "name": "library", "schemaVersion": 0,
       "tables": [{"name": "library.books", "key": "id", "columns": [{"id": "uuid"}]}],
       "domains": [{"name": "books", "schema": true, "id": {"field": "id", "scope": "tenant"},
         "conflicts": "AUTO_OVERWRITE",
         "rows": {"book": {"table": "library.books", "columns": {"id": {"record": "id"}}}}}]}
      """;
  private static final String SCHEMA_1 =
      """
      {"type": "object", "required": ["id", "title"], "properties": {
        "id": {"type": "string"}, "title": {"type": "string"}, "author": {"type": ["string", "null"]},
        "added_at": {"type": "string"}, "state": {"type": "string"}, "legacy": {"type": "string"},
        "size": {"type": "object", "properties": {"page_count": {"type": "integer"}}}}}
      """;
  private static final String SCHEMA_2 =
      """
      {"type": "object", "required": ["id", "title", "shelf"], "properties": {
        "id": {"type": "string"}, "title": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "string"}},
        "addedAt": {"type": "string"}, "state": {"type": "string"}, "shelf": {"type": "string"},
        "size": {"type": "object", "properties": {"pageCount": {"type": "integer"}}}}}
      """;
  private static final String SCHEMA_3 =
      """
      {"type": "object", "required": ["id", "names", "shelf"], "properties": {
        "id": {"type": "string"},
        "names": {"type": "object", "properties": {"main": {"type": "string"},
          "sub": {"type": "string"}}},
        "authors": {"type": "array", "items": {"type": "string"}},
        "addedAt": {"type": "string"}, "state": {"enum": ["lent", "here"]},
        "shelf": {"type": "string"}, "rating": {"type": "integer"},
        "size": {"type": "object", "properties": {"pageCount": {"type": "integer"},
          "heightMm": {"type": "integer"}}}}}
      """;
  private static final String STEPS_1 =
      """
      [{"remove": ["/legacy"]}, {"camelCase": true}, {"wrap": {"/author": "/authors"}},
       {"add": {"/shelf": "new"}}]
      """;
  private static final String STEPS_2 =
      """
      [{"rename": {"/title": "/names/main"}}, {"map": {"/state": {"out": "lent", "in": "here"}}}]
      """;

  public static final Blueprint V1 = blueprint(1, SCHEMA_1, "[]");
  public static final Blueprint V2 =
      blueprint(2, SCHEMA_2, "[" + entry(1, SCHEMA_1, STEPS_1) + "]");
  public static final Blueprint V3 = third(10);

  /** As the third, but for a column's length. */
  public static final Blueprint V3_AGAIN = third(20);

  public static final Map<Digest, Blueprint> ALL =
      Stream.of(V1, V2, V3, V3_AGAIN)
          .collect(Collectors.toMap(Blueprint::digest, Function.identity()));

  private VersionedBooks() {}

  /** The blueprint of a digest; the first one, where it is none of them. */
  public static Blueprint blueprint(Digest digest) {
    return ALL.getOrDefault(digest, V1);
  }

  private static Blueprint third(int length) {
    String upcast = "[" + entry(1, SCHEMA_1, STEPS_1) + "," + entry(2, SCHEMA_2, STEPS_2) + "]";
    return blueprint(3, SCHEMA_3, upcast, length);
  }

  private static String entry(int from, String schema, String steps) {
    return "{\"from\": %d, \"schema\": %s, \"steps\": %s}".formatted(from, schema, steps);
  }

  private static Blueprint blueprint(int version, String schema, String upcast) {
    return blueprint(version, schema, upcast, 10);
  }

  /** Each field goes to a column of its own. */
  private static Blueprint blueprint(int version, String schema, String upcast, int length) {
    ObjectNode form = (ObjectNode) Json.MAPPER.readTree(FORM);
    form.put("schemaVersion", version);
    ObjectNode domain = (ObjectNode) form.path("domains").get(0);
    domain.set("schema", Json.MAPPER.readTree(schema));
    JsonNode entries = Json.MAPPER.readTree(upcast);
    if (!entries.isEmpty()) {
      domain.set("upcast", entries);
    }
    ArrayNode columns = (ArrayNode) form.path("tables").get(0).path("columns");
    ObjectNode filled = (ObjectNode) domain.at("/rows/book/columns");
    List<String> fields =
        switch (version) {
          case 1 -> List.of("/title", "/author", "/added_at", "/state", "/legacy", "/size");
          case 2 -> List.of("/title", "/authors", "/addedAt", "/state", "/shelf", "/size");
          default ->
              List.of("/names", "/authors", "/addedAt", "/state", "/shelf", "/size", "/rating");
        };
    for (int i = 0; i < fields.size(); i++) {
      columns.addObject().put("c" + i, "jsonb");
      filled.put("c" + i, fields.get(i));
    }
    columns.addObject().put("copy", "text(" + length + ")");
    filled.set("copy", Json.MAPPER.readTree("{\"constant\": \"x\"}"));
    return Blueprint.fromJson(form);
  }
}
