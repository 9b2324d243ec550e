package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A domain for each policy, called as it is, in lower case. In the second version the field a is
 * called z. Where the policy looks at fields, o, s and i have rules of their own: the newer value,
 * the older one, and ask.
 */
final class Policies {
  private static final String RULES =
      """
      , "fieldConflicts": {"o": "AUTO_OVERWRITE", "s": "AUTO_SKIP", "i": "INTERACTIVE"}
      """;

  static final Blueprint V1 = blueprint(1);
  static final Blueprint V2 = blueprint(2);

  private Policies() {}

  static Blueprint of(Digest digest) {
    return digest.equals(V2.digest()) ? V2 : V1;
  }

  /** The name of the policy's domain. */
  static String domain(String policy) {
    return policy.toLowerCase(Locale.ROOT);
  }

  private static Blueprint blueprint(int version) {
    ObjectNode form =
        (ObjectNode)
            Json.MAPPER.readTree(
                "{\"blueprint\": 1, \"name\": \"policies\", \"schemaVersion\": 0}");
    form.put("schemaVersion", version);
    ArrayNode tables = form.putArray("tables");
    ArrayNode domains = form.putArray("domains");
    for (ConflictPolicy policy : ConflictPolicy.values()) {
      String name = domain(policy.name());
      String table = "t." + name;
      tables.add(
          Json.MAPPER.readTree(
              """
              {"name": "%s", "key": "id", "columns": [{"id": "uuid"}, {"first": "jsonb"},
                {"b": "jsonb"}, {"c": "jsonb"}, {"n": "jsonb"},
                {"o": "jsonb"}, {"s": "jsonb"}, {"i": "jsonb"}]}
              """
                  .formatted(table)));
      String first = version == 1 ? "a" : "z";
      String upcast =
          """
          , "upcast": [{"from": 1, "schema": %s, "steps": [{"rename": {"/a": "/z"}}]}]
          """
              .formatted(schema("a"));
      domains.add(
          Json.MAPPER.readTree(
              """
              {"name": "%s", "schema": %s, "id": {"field": "id", "scope": "tenant"},
               "conflicts": "%s"%s,
               "rows": {"row": {"table": "%s", "columns": {"id": {"record": "id"},
                 "first": "/%s", "b": "/b", "c": "/c", "n": "/n",
                 "o": "/o", "s": "/s", "i": "/i"}}}%s}
              """
                  .formatted(
                      name,
                      schema(first),
                      policy.name(),
                      looksAtFields(policy) ? RULES : "",
                      table,
                      first,
                      version == 1 ? "" : upcast)));
    }
    return Blueprint.fromJson(form);
  }

  private static boolean looksAtFields(ConflictPolicy policy) {
    return policy == ConflictPolicy.AUTO_MERGE || policy == ConflictPolicy.INTERACTIVE;
  }

  private static String schema(String first) {
    return """
    {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"},
      "%s": {"type": "integer"}, "b": {"type": "integer"}, "c": {"type": "integer"},
      "o": {"type": "integer"}, "s": {"type": "integer"}, "i": {"type": "integer"},
      "n": {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}}}
    """
        .formatted(first);
  }
}
