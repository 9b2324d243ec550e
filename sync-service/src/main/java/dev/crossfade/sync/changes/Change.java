package dev.crossfade.sync.changes;

import dev.crossfade.core.log.Position;
import dev.crossfade.sync.read.StoredRecord;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record that changed, as it is now.
 *
 * @param position of its last change
 * @param whole whether all that changed at this position is told with it: who has heard it can go
 *     on from here
 */
record Change(Position position, String domain, StoredRecord record, boolean whole) {

  /** In the form of the interface. A record without a row is told as a delete. */
  ObjectNode json() {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("position", position.toString()).put("domain", domain).put("recordId", record.id());
    one.put("kind", record.data() == null ? "delete" : "upsert");
    one.put("state", record.state());
    one.set("data", record.data());
    return one;
  }
}
