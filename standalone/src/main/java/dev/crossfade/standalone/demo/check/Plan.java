package dev.crossfade.standalone.demo.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A blueprint, read a second time as the plain tree that it is, by nothing but its reference
 * (docs/blueprint.md): what each column must hold. It is taken to be sound.
 *
 * @param name of the migration
 * @param domains by name
 */
record Plan(
    String name,
    Map<String, DomainRule> domains,
    List<ExpectedTable> tables,
    List<CounterRule> counters) {

  /** Reads the published form, schemas inlined. */
  static Plan of(JsonNode blueprint) {
    Map<String, JsonNode> tables = new LinkedHashMap<>();
    blueprint.path("tables").forEach(t -> tables.put(t.path("name").asString(), t));
    Map<String, DomainRule> rules = new LinkedHashMap<>();
    for (JsonNode domain : blueprint.path("domains")) {
      DomainRule rule = rule(domain, tables);
      rules.put(rule.name(), rule);
    }
    List<ExpectedTable> expected = new ArrayList<>();
    List<CounterRule> counters = new ArrayList<>();
    for (JsonNode domain : blueprint.path("domains")) {
      expected.addAll(new DomainReading(domain, tables, rules).tables());
      for (var counter : domain.path("counters").properties()) {
        counters.add(
            CounterRule.of(domain.path("name").asString(), counter.getKey(), counter.getValue()));
      }
    }
    return new Plan(blueprint.path("name").asString(), rules, expected, counters);
  }

  private static DomainRule rule(JsonNode domain, Map<String, JsonNode> tables) {
    boolean derived = false;
    boolean secret = false;
    for (JsonNode row : domain.path("rows")) {
      JsonNode table = tables.get(row.path("table").asString());
      String key = table == null ? "" : table.path("key").asString();
      boolean own = "id".equals(row.path("columns").path(key).path("record").asString(""));
      derived |= own && table != null && "derived".equals(table.path("tenancy").asString(""));
      for (JsonNode column : row.path("columns")) {
        secret |= isSecret(column);
      }
    }
    boolean perSource = "source".equals(domain.path("id").path("scope").asString(""));
    return new DomainRule(domain.path("name").asString(), perSource, derived, secret);
  }

  static boolean isSecret(JsonNode form) {
    return form.path("secret").asBoolean(false)
        || form.path("object")
            .valueStream()
            .anyMatch(member -> member.path("secret").asBoolean(false));
  }

  DomainRule domain(String domain) {
    return Objects.requireNonNull(domains.get(domain), domain);
  }
}
