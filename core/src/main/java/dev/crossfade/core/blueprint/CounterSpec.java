package dev.crossfade.core.blueprint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a blueprint says about a counter, before it is checked against the other domains. */
record CounterSpec(
    FieldPath field,
    String domain,
    FieldPath by,
    @Nullable FieldPath sum,
    Map<FieldPath, JsonNode> where,
    Section place) {

  Counter counter() {
    Map<String, JsonNode> conditions = new LinkedHashMap<>();
    where.forEach((path, value) -> conditions.put(path.pointer(), value));
    return new Counter(
        field.pointer(), domain, by.pointer(), sum == null ? null : sum.pointer(), conditions);
  }
}
