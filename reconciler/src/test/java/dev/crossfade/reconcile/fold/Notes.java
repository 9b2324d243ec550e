package dev.crossfade.reconcile.fold;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A blueprint with a domain for each conflict policy, of notes with three numbers, twice. */
final class Notes {
  static final List<String> DOMAINS =
      Arrays.stream(ConflictPolicy.values()).map(Notes::domain).toList();
  static final Blueprint V1 = blueprint(1);
  static final Blueprint V2 = blueprint(2);
  static final Map<Digest, Blueprint> ALL = Map.of(V1.digest(), V1, V2.digest(), V2);

  private Notes() {}

  static String domain(ConflictPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private static Blueprint blueprint(int version) {
    ObjectNode form =
        (ObjectNode)
            Json.MAPPER.readTree("{\"blueprint\": 1, \"name\": \"notes\", \"schemaVersion\": 0}");
    form.put("schemaVersion", version);
    ArrayNode tables = form.putArray("tables");
    ArrayNode domains = form.putArray("domains");
    for (String name : DOMAINS) {
      tables.add(
          Json.MAPPER.readTree(
              """
              {"name": "t.%s", "key": "id", "columns": [{"id": "uuid"}, {"a": "jsonb"},
                {"b": "jsonb"}, {"c": "jsonb"}]}
              """
                  .formatted(name)));
      String first = version == 1 ? "a" : "z";
      String upcast =
          ", \"upcast\": [{\"from\": 1, \"schema\": %s, \"steps\": [{\"rename\": {\"/a\": \"/z\"}}]}]"
              .formatted(schema("a"));
      domains.add(
          Json.MAPPER.readTree(
              """
              {"name": "%s", "schema": %s, "id": {"field": "id", "scope": "tenant"},
               "conflicts": "%s"%s, "rows": {"row": {"table": "t.%s", "columns":
                 {"id": {"record": "id"}, "a": "/%s", "b": "/b", "c": "/c"}}}}
              """
                  .formatted(
                      name,
                      schema(first),
                      name.toUpperCase(Locale.ROOT),
                      version == 1 ? "" : upcast,
                      name,
                      first)));
    }
    return Blueprint.fromJson(form);
  }

  private static String schema(String first) {
    return """
    {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"},
      "%s": {"type": "integer"}, "b": {"type": "integer"}, "c": {"type": "integer"}}}
    """
        .formatted(first);
  }
}
