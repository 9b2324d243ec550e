package dev.crossfade.core.audit;

import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was found of one kind: all are counted, the first {@value #LISTED} are listed. */
final class Findings {
  static final int LISTED = 100;

  private final ArrayNode list = Json.MAPPER.createArrayNode();
  private long count;

  long count() {
    return count;
  }

  ArrayNode list() {
    return list;
  }

  /** Counts without listing. */
  void count(long more) {
    count += more;
  }

  /** Counts one more; where it is to be listed, the object to fill, else null. */
  @Nullable ObjectNode next() {
    count++;
    return list.size() < LISTED ? list.addObject() : null;
  }

  /** One more, with its domain and record. */
  @Nullable ObjectNode next(String domain, @Nullable String recordId) {
    ObjectNode entry = next();
    if (entry != null) {
      entry.put("domain", domain);
      putIfThere(entry, "recordId", recordId);
    }
    return entry;
  }

  static void putIfThere(ObjectNode entry, String name, @Nullable String value) {
    if (value != null) {
      entry.put(name, value);
    }
  }
}
