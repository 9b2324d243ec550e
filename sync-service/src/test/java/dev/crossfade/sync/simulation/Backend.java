package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An old backend: its events have ids and no numbers, and it may send any of them again. */
final class Backend {
  private final SourceKey source;
  private final Chance chance;
  private final Ingest ingest;
  private final List<ChangeEvent> sent = new ArrayList<>();

  Backend(String tenant, Chance chance, Ingest ingest) {
    this.source = new SourceKey(tenant, "backend");
    this.chance = chance;
    this.ingest = ingest;
  }

  void act() {
    if (!sent.isEmpty() && chance.oneIn(3)) {
      ingest.send(chance.of(sent));
      return;
    }
    ChangeEvent event = next();
    sent.add(event);
    ingest.send(event);
  }

  /** An event of its own. */
  ChangeEvent next() {
    String domain = chance.of(List.of("classes", "students"));
    RecordKey key = new RecordKey(source.tenant(), domain, "" + (1 + chance.below(3)));
    boolean delete = chance.oneIn(4);
    Map<String, String> data = new TreeMap<>();
    if (!delete) {
      data.put("id", key.id());
      data.put("name", "b" + sent.size());
    }
    return new RecordChange(
        new Envelope("b" + sent.size(), source, Envelope.NO_SEQUENCE, null, null),
        key,
        delete ? Kind.DELETED : Kind.UPDATED,
        Basis.UNKNOWN,
        World.SCHEMA,
        World.document(data));
  }
}
