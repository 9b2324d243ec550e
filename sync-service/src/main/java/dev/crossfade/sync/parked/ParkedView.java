package dev.crossfade.sync.parked;

import dev.crossfade.core.json.Json;
import dev.crossfade.sync.read.PublishedBlueprints;
import dev.crossfade.sync.store.ParkedList.Entry;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import org.jooq.DSLContext;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A parked write as it is shown. */
final class ParkedView {
  private ParkedView() {}

  static ObjectNode of(
      DSLContext db, short migration, PublishedBlueprints blueprints, Entry entry) {
    Parked parked = entry.parked();
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", entry.position().toString());
    shown.put("tenant", parked.key().tenant());
    shown.put("domain", parked.key().domain());
    shown.put("recordId", parked.key().id());
    shown.put("reason", parked.reason().word());
    shown.put("detail", parked.detail());
    Obstacle obstacle = Obstacle.of(db, migration, blueprints, parked);
    if (obstacle == null) {
      shown.putNull("waitsFor");
    } else {
      shown.putObject("waitsFor").put("domain", obstacle.domain()).put("recordId", obstacle.id());
    }
    shown.put("deleted", parked.document() == null);
    if (parked.document() == null) {
      shown.putNull("data");
    } else {
      shown.set("data", Json.STORED.readTree(parked.document()));
    }
    shown.put("source", parked.origin().source());
    shown.put("tries", entry.tries());
    shown.put("parkedAt", entry.parkedAt().toString());
    shown.put("retryAt", entry.retryAt().toString());
    return shown;
  }
}
