package dev.crossfade.standalone.demo.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field that counts records of another domain.
 *
 * @param sum the field that is summed; null where records are counted
 * @param by the field of the counted records that names the record that counts
 * @param where fields of those records, and the values that count
 */
record CounterRule(
    String domain,
    String field,
    @Nullable String sum,
    String of,
    String by,
    Map<String, JsonNode> where) {

  static CounterRule of(String domain, String field, JsonNode told) {
    Map<String, JsonNode> where = new LinkedHashMap<>();
    told.path("where").properties().forEach(w -> where.put(w.getKey(), w.getValue()));
    boolean sums = told.has("sum");
    return new CounterRule(
        domain,
        field,
        sums ? told.path("sum").asString() : null,
        told.path(sums ? "of" : "count").asString(),
        told.path("by").asString(),
        where);
  }

  boolean counts(JsonNode document) {
    return where.entrySet().stream()
        .allMatch(
            entry ->
                Form.canonical(document.at(entry.getKey()))
                    .equals(Form.canonical(entry.getValue())));
  }
}
