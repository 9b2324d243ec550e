package dev.crossfade.core.audit;

import dev.crossfade.core.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is counted of one domain. */
final class DomainTally {
  private final Map<String, Long> reasons = new TreeMap<>();
  private long mapped;
  private long rejected;
  private long gaps;
  private @Nullable Instant lastModified;

  void mapped(long records) {
    mapped += records;
  }

  void rejected(String reason, long records) {
    rejected += records;
    reasons.merge(reason, records, Long::sum);
  }

  /** A reference that leads nowhere or in a circle. */
  void gap() {
    gaps++;
  }

  void modified(@Nullable Instant at) {
    if (at != null && (lastModified == null || at.isAfter(lastModified))) {
      lastModified = at;
    }
  }

  long found() {
    return mapped + rejected;
  }

  long mapped() {
    return mapped;
  }

  long rejected() {
    return rejected;
  }

  long gaps() {
    return gaps;
  }

  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("recordCount", found()).put("mapped", mapped).put("rejected", rejected);
    json.put("lastModified", lastModified == null ? null : lastModified.toString());
    json.put("dataHealth", health());
    ObjectNode told = json.putObject("reasons");
    reasons.forEach(told::put);
    return json;
  }

  private String health() {
    if (found() == 0) {
      return "empty";
    }
    if (rejected > 0) {
      return "damaged";
    }
    return gaps > 0 ? "incomplete" : "sound";
  }
}
