package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.json.Json;
import dev.crossfade.ingest.admit.Refusal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** How many records of each domain were found, and what became of them. Not thread-safe. */
final class Counts {
  private final Map<String, OfDomain> domains = new LinkedHashMap<>();

  /** The figures of one domain. */
  static final class OfDomain {
    private long mapped;
    private long rejected;
    private final Map<Refusal, Long> reasons = new EnumMap<>(Refusal.class);

    long mapped() {
      return mapped;
    }

    long rejected() {
      return rejected;
    }

    Map<Refusal, Long> reasons() {
      return reasons;
    }

    private ObjectNode json() {
      ObjectNode json = Json.MAPPER.createObjectNode();
      json.put("records", mapped + rejected).put("mapped", mapped).put("rejected", rejected);
      json.set("reasons", Counts.json(reasons));
      return json;
    }
  }

  void mapped(String domain) {
    of(domain).mapped++;
  }

  void rejected(String domain, Refusal reason) {
    OfDomain figures = of(domain);
    figures.rejected++;
    figures.reasons.merge(reason, 1L, Long::sum);
  }

  OfDomain of(String domain) {
    return domains.computeIfAbsent(domain, name -> new OfDomain());
  }

  /** The domains of which anything was found. */
  Map<String, OfDomain> domains() {
    return domains;
  }

  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    domains.forEach((name, figures) -> json.set(name, figures.json()));
    return json;
  }

  static ObjectNode json(Map<Refusal, Long> reasons) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    reasons.forEach((reason, count) -> json.put(reason.slug(), (long) count));
    return json;
  }
}
