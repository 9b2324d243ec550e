package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A browser profile: its store, its counter and its outbox. It sends in order, nearly always, tries
 * again what was not answered, gives up what was refused, and may be put back to an older copy.
 */
final class Device {
  private static final List<String> IDS = List.of("1", "2", "3");
  private static final String TOO_LONG = "a name of too many letters";

  private final String tenant;
  private final String name;
  private final Chance chance;
  private final Ingest ingest;
  private final Map<RecordKey, Local> store = new LinkedHashMap<>();
  private final List<ChangeEvent> outbox = new ArrayList<>();
  private final List<ChangeEvent> snapshotRows = new ArrayList<>();
  private SourceKey source;
  private long sequence;
  private int lives;
  private int snapshots;
  private @Nullable Runnable saved;

  /** A record as the device has it, and the version that it has seen of it. */
  private record Local(Map<String, String> data, @Nullable Position base) {}

  Device(String tenant, String name, Chance chance, Ingest ingest) {
    this.tenant = tenant;
    this.name = name;
    this.chance = chance;
    this.ingest = ingest;
    this.source = new SourceKey(tenant, name);
  }

  /** Changes, makes or deletes a record in the store, and puts that into the outbox. */
  void edit() {
    RecordKey key = new RecordKey(tenant, chance.of(World.DOMAINS), chance.of(IDS));
    Local local = store.get(key);
    if (local != null && chance.oneIn(4)) {
      store.remove(key);
      put(key, Kind.DELETED, local.base(), null, Map.of());
      return;
    }
    Map<String, String> data = new TreeMap<>(local == null ? Map.of() : local.data());
    data.put("id", key.id());
    List<String> changed = new ArrayList<>();
    for (String field : World.FIELDS.getOrDefault(key.domain(), List.of())) {
      if (local == null || chance.oneIn(2)) {
        changed.add(field);
        if (local != null && chance.oneIn(6)) {
          data.remove(field);
        } else {
          data.put(field, value(field));
        }
      }
    }
    Position base = local == null ? null : local.base();
    store.put(key, new Local(data, base));
    put(key, local == null ? Kind.CREATED : Kind.UPDATED, base, changed, data);
  }

  private String value(String field) {
    if (chance.oneIn(40)) {
      return Ingest.REFUSED;
    }
    return switch (field) {
      case "classId" -> chance.of(IDS);
      case "name" -> chance.oneIn(16) ? TOO_LONG : "n" + chance.below(4);
      default -> chance.oneIn(16) ? MemoryRows.REFUSED : "v" + chance.below(3);
    };
  }

  private void put(
      RecordKey key,
      Kind kind,
      @Nullable Position base,
      @Nullable List<String> changed,
      Map<String, String> data) {
    sequence++;
    boolean named = changed != null && !changed.isEmpty() && !chance.oneIn(3);
    Basis basis = new Basis(chance.oneIn(5) ? null : base, named ? List.copyOf(changed) : null);
    outbox.add(
        new RecordChange(
            envelope("e" + sequence + "." + lives, sequence),
            key,
            kind,
            basis,
            World.SCHEMA,
            World.document(data)));
  }

  private Envelope envelope(String id, long number) {
    return new Envelope(id, source, number, null, null);
  }

  /** Sends some of what waits. */
  void post() {
    int atMost = 1 + chance.below(5);
    if (outbox.isEmpty() || chance.oneIn(3)) {
      send(snapshotRows, 0, atMost);
    } else {
      // A second tab may be faster with a later one.
      send(outbox, outbox.size() > 1 && chance.oneIn(6) ? 1 : 0, atMost);
    }
  }

  /** Sends all that waits, in order. */
  void flush() {
    send(outbox, 0, Integer.MAX_VALUE);
    send(snapshotRows, 0, Integer.MAX_VALUE);
  }

  boolean isEmpty() {
    return outbox.isEmpty() && snapshotRows.isEmpty();
  }

  private void send(List<ChangeEvent> queue, int first, int atMost) {
    int at = first;
    for (int i = 0; i < atMost && at < queue.size(); i++) {
      ChangeEvent event = queue.get(at);
      switch (ingest.send(event)) {
        case Answer.Accepted accepted -> {
          queue.remove(at);
          seen(event, accepted.at());
          if (chance.oneIn(12)) {
            ingest.send(event);
          }
        }
        case Answer.Rejected rejected -> {
          if (event.envelope().hasSequence()) {
            queue.set(at, skip(event.envelope().sequence()));
          } else {
            queue.remove(at);
          }
        }
        case Answer.Unknown unknown -> {
          // It stays in front, and is sent again with what follows.
          at++;
        }
      }
    }
  }

  private ChangeEvent skip(long number) {
    return new SourceSkipped(envelope("skip" + number + "." + lives, number));
  }

  private void seen(ChangeEvent event, Position at) {
    RecordKey key = event.record();
    Local local = key == null ? null : store.get(key);
    if (key != null && local != null && event instanceof RecordChange) {
      store.put(key, new Local(local.data(), at));
    }
  }

  /** Takes over what it has read of a record. */
  void pull(RecordKey key, Map<String, String> data, Position at) {
    boolean unsent = outbox.stream().anyMatch(event -> key.equals(event.record()));
    if (key.tenant().equals(tenant) && !unsent) {
      store.put(key, new Local(new TreeMap<>(data), at));
    }
  }

  /** Reads the whole store, to be sent row by row. */
  void snapshot() {
    snapshots++;
    Snapshot snapshot =
        new Snapshot(
            source.source() + "-" + lives + "-" + snapshots,
            chance.oneIn(5) ? Watermark.UNKNOWN : new Watermark.Through(sequence));
    snapshotRows.clear();
    snapshotRows.add(new SnapshotStarted(envelope(snapshot.id() + ":start", 0), snapshot));
    store.forEach(
        (key, local) ->
            snapshotRows.add(
                new RecordRead(
                    envelope(snapshot.id() + ":" + key.domain() + key.id(), 0),
                    key,
                    snapshot,
                    World.SCHEMA,
                    World.document(local.data()))));
    snapshotRows.add(
        new SnapshotEnded(
            envelope(snapshot.id() + ":end", 0), snapshot.id(), World.document(Map.of())));
  }

  /** Keeps a copy of the profile, or goes back to the one that was kept. */
  void copyOrRestore() {
    if (saved == null) {
      saved = copy();
      return;
    }
    saved.run();
    saved = null;
    lives++;
    if (chance.oneIn(2)) {
      // It has found the log ahead of its counter, as it should.
      source = new SourceKey(tenant, name + "-" + lives);
      sequence = 0;
      outbox.clear();
      snapshot();
    }
  }

  private Runnable copy() {
    Map<RecordKey, Local> oldStore = new LinkedHashMap<>(store);
    List<ChangeEvent> oldOutbox = List.copyOf(outbox);
    long oldSequence = sequence;
    return () -> {
      store.clear();
      store.putAll(oldStore);
      outbox.clear();
      outbox.addAll(oldOutbox);
      snapshotRows.clear();
      sequence = oldSequence;
    };
  }
}
