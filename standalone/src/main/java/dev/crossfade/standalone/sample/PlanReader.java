package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Counter;
import dev.crossfade.standalone.sample.DomainPlan.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads from a blueprint, and from {@code sample.yaml}, what is to be made of each domain. */
final class PlanReader {
  private static final int VOLUME = 20;

  private final JsonNode blueprint;
  private final JsonNode wishes;
  private final Map<String, Map<String, Link>> references = new LinkedHashMap<>();
  private final Map<String, List<Counter>> counters = new LinkedHashMap<>();
  private final Map<String, Set<String>> kept = new HashMap<>();
  private final Set<String> counted = new HashSet<>();

  PlanReader(JsonNode blueprint, JsonNode wishes) {
    this.blueprint = blueprint;
    this.wishes = wishes;
  }

  /** In an order in which a record's domain comes behind those that it needs. */
  List<DomainPlan> read() {
    Map<String, JsonNode> domains = new LinkedHashMap<>();
    blueprint.path("domains").forEach(domain -> domains.put(name(domain), domain));
    requireKnown("records", domains);
    requireKnown("values", domains);
    Map<String, ColumnReading> readings = new HashMap<>();
    domains.forEach(
        (name, domain) -> {
          ColumnReading reading = new ColumnReading(blueprint, domain);
          readings.put(name, reading);
          references.put(name, reading.references());
          kept.put(name, new HashSet<>(idFields(domain)));
        });
    domains.forEach((name, domain) -> readCounters(name, domain.path("counters")));
    Set<String> needed = new HashSet<>();
    references
        .values()
        .forEach(
            links ->
                links.values().stream()
                    .filter(Link::needs)
                    .forEach(link -> needed.add(link.domain())));
    Map<String, Integer> levels = new Levels(references).find();
    List<DomainPlan> plans = new ArrayList<>();
    levels.forEach(
        (name, level) -> {
          JsonNode domain = domains.get(name);
          ColumnReading reading = readings.get(name);
          if (domain != null && reading != null) {
            plans.add(plan(domain, reading, needed.contains(name), level));
          }
        });
    return plans;
  }

  private DomainPlan plan(JsonNode domain, ColumnReading reading, boolean needed, int level) {
    String name = name(domain);
    Map<String, JsonNode> values = new HashMap<>();
    wishes
        .path("values")
        .path(name)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    IdKind kind = idKind(domain.path("id"));
    return new DomainPlan(
        name,
        domain.path("schema"),
        kind,
        idFields(domain),
        "source".equals(domain.path("id").path("scope").asString("")),
        wishes.path("records").path(name).asInt(VOLUME),
        reading.references(),
        reading.limits(),
        values,
        counters.getOrDefault(name, List.of()),
        kept.getOrDefault(name, Set.of()),
        needed,
        counted.contains(name),
        level);
  }

  private void requireKnown(String key, Map<String, JsonNode> domains) {
    for (String name : wishes.path(key).propertyNames()) {
      if (!domains.containsKey(name)) {
        throw new IllegalArgumentException(
            Sample.FILE
                + ": "
                + key
                + ": there is no domain "
                + name
                + ". The blueprint has "
                + String.join(", ", domains.keySet())
                + ".");
      }
    }
  }

  private void readCounters(String domain, JsonNode all) {
    for (var entry : all.properties()) {
      JsonNode spec = entry.getValue();
      boolean sum = spec.has("sum");
      String of = spec.path(sum ? "of" : "count").asString();
      Map<String, JsonNode> where = new LinkedHashMap<>();
      spec.path("where").properties().forEach(w -> where.put(w.getKey(), w.getValue()));
      String by = spec.path("by").asString();
      String summed = sum ? spec.path("sum").asString() : null;
      counters
          .computeIfAbsent(domain, key -> new ArrayList<>())
          .add(new Counter(entry.getKey(), summed, of, by, where));
      counted.add(of);
      kept.computeIfAbsent(domain, key -> new HashSet<>()).add(entry.getKey());
      Set<String> ofCounted = kept.computeIfAbsent(of, key -> new HashSet<>());
      ofCounted.add(by);
      ofCounted.addAll(where.keySet());
      if (summed != null) {
        ofCounted.add(summed);
      }
      // What counts must name what it counts for, whether or not a column refers to it.
      references
          .computeIfAbsent(of, key -> new LinkedHashMap<>())
          .putIfAbsent(by, new Link(domain, false));
    }
  }

  private static IdKind idKind(JsonNode id) {
    if (id.has("field")) {
      return IdKind.FIELD;
    }
    if (id.has("composite")) {
      return IdKind.COMPOSITE;
    }
    return id.has("singleton") ? IdKind.SINGLETON : IdKind.KEY;
  }

  private static List<String> idFields(JsonNode domain) {
    JsonNode id = domain.path("id");
    if (id.has("field")) {
      return List.of("/" + id.path("field").asString());
    }
    List<String> fields = new ArrayList<>();
    id.path("composite").forEach(field -> fields.add(field.asString()));
    return fields;
  }

  private static String name(JsonNode domain) {
    return domain.path("name").asString();
  }
}
