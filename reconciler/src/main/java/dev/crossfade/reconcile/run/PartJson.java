package dev.crossfade.reconcile.run;

import dev.crossfade.core.json.Json;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Counts, costs and fields as the tables keep them and the interface shows them. */
public final class PartJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PartJson() {}

  /** Counts by domain. */
  public static ObjectNode domains(Map<String, DomainCounts> domains) {
    ObjectNode all = NODES.objectNode();
    new TreeMap<>(domains)
        .forEach(
            (domain, counts) -> {
              ObjectNode one = all.putObject(domain);
              one.put("source", counts.source()).put("target", counts.target());
              for (Count count : Count.values()) {
                one.put(count.name().toLowerCase(Locale.ROOT), counts.of(count));
              }
            });
    return all;
  }

  /** What was read. */
  public static ObjectNode cost(Cost cost) {
    return NODES
        .objectNode()
        .put("buckets", cost.buckets())
        .put("bucketsRead", cost.bucketsRead())
        .put("digestsRead", cost.digestsRead())
        .put("documentsRead", cost.documentsRead())
        .put("rowsHashed", cost.rowsHashed())
        .put("rowsFetched", cost.rowsFetched());
  }

  /** Fields that differ. */
  public static ArrayNode fields(List<FieldDifference> fields) {
    ArrayNode all = NODES.arrayNode();
    for (FieldDifference field : fields) {
      ObjectNode one = all.addObject().put("field", field.field());
      putIfPresent(one, "expected", field.expected());
      putIfPresent(one, "actual", field.actual());
    }
    return all;
  }

  private static void putIfPresent(ObjectNode one, String name, @Nullable JsonNode value) {
    if (value != null) {
      one.set(name, value);
    }
  }

  static ObjectNode positions(Map<Integer, Long> positions) {
    ObjectNode all = NODES.objectNode();
    new TreeMap<>(positions).forEach((partition, next) -> all.put(partition.toString(), next));
    return all;
  }

  static Map<Integer, Long> readPositions(@Nullable JSON stored) {
    Map<Integer, Long> positions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : read(stored).properties()) {
      positions.put(Integer.valueOf(one.getKey()), one.getValue().asLong(0));
    }
    return positions;
  }

  static JSON stored(JsonNode node) {
    return JSON.valueOf(node.toString());
  }

  static JsonNode read(@Nullable JSON stored) {
    return stored == null ? NODES.objectNode() : Json.STORED.readTree(stored.data());
  }

  static Map<String, DomainCounts> readDomains(@Nullable JSON stored) {
    Map<String, DomainCounts> domains = new TreeMap<>();
    for (Map.Entry<String, JsonNode> domain : read(stored).properties()) {
      JsonNode one = domain.getValue();
      Map<Count, Long> counts = new EnumMap<>(Count.class);
      for (Count count : Count.values()) {
        counts.put(count, one.path(count.name().toLowerCase(Locale.ROOT)).asLong(0));
      }
      domains.put(
          domain.getKey(),
          new DomainCounts(one.path("source").asLong(0), one.path("target").asLong(0), counts));
    }
    return domains;
  }

  static Cost readCost(@Nullable JSON stored) {
    JsonNode cost = read(stored);
    return new Cost(
        cost.path("buckets").asLong(0),
        cost.path("bucketsRead").asLong(0),
        cost.path("digestsRead").asLong(0),
        cost.path("documentsRead").asLong(0),
        cost.path("rowsHashed").asLong(0),
        cost.path("rowsFetched").asLong(0));
  }

  static List<FieldDifference> readFields(@Nullable JSON stored) {
    List<FieldDifference> fields = new ArrayList<>();
    for (JsonNode one : read(stored)) {
      fields.add(
          new FieldDifference(
              one.path("field").asString(""), one.get("expected"), one.get("actual")));
    }
    return fields;
  }
}
