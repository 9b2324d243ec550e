package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of single records that were rejected: the first of them, and no data. */
final class Issues {
  private static final int LISTED = 100;
  private static final String CORRUPTED = "corrupted_record";
  private static final String DUPLICATE = "duplicate_id";

  private final ArrayNode listed = Json.MAPPER.createArrayNode();
  private final boolean namesTenants;

  /**
   * @param namesTenants whether there can be several
   */
  Issues(boolean namesTenants) {
    this.namesTenants = namesTenants;
  }

  /** Whose record. */
  record Subject(@Nullable String tenant, @Nullable String domain, @Nullable String id) {}

  void corrupted(Subject subject, Place place, String pointer, String detail) {
    add(CORRUPTED, subject, place, pointer, detail);
  }

  void duplicate(Subject subject, Place place) {
    add(DUPLICATE, subject, place, "", "has the id of a record that came before");
  }

  private void add(String type, Subject subject, Place place, String pointer, String detail) {
    if (listed.size() == LISTED) {
      return;
    }
    ObjectNode issue = listed.addObject().put("type", type);
    if (namesTenants) {
      put(issue, "tenant", subject.tenant());
    }
    put(issue, "domain", subject.domain());
    put(issue, "recordId", subject.id());
    place.tell(issue, pointer);
    issue.put("detail", detail);
  }

  private static void put(ObjectNode issue, String name, @Nullable String value) {
    if (value != null) {
      issue.put(name, value);
    }
  }

  ArrayNode json() {
    return listed;
  }
}
