package dev.crossfade.sync.apply;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.SeenEvents;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Sources;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The states that a batch touches, loaded in one go, moved by the decider in memory. */
final class BatchStates implements States {
  private final Map<RecordKey, RecordState> records;
  private final Map<SourceKey, SourceProgress> sources;
  private final Map<EventKey, Instant> seen;
  private final Map<RecordKey, Document> documents = new HashMap<>();
  private final Set<RecordKey> movedRecords = new LinkedHashSet<>();
  private final Map<EventKey, Instant> newlySeen = new HashMap<>();

  private BatchStates(
      Map<RecordKey, RecordState> records,
      Map<SourceKey, SourceProgress> sources,
      Map<EventKey, Instant> seen) {
    this.records = new HashMap<>(records);
    this.sources = new HashMap<>(sources);
    this.seen = new HashMap<>(seen);
  }

  static BatchStates load(DSLContext tx, short migration, List<Decoded> batch) {
    Set<RecordKey> recordKeys = new HashSet<>();
    Set<SourceKey> sourceKeys = new HashSet<>();
    Set<EventKey> eventKeys = new HashSet<>();
    for (Decoded decoded : batch) {
      RecordKey record = recordOf(decoded);
      if (record != null) {
        recordKeys.add(record);
      }
      Envelope envelope = envelopeOf(decoded);
      if (envelope != null && envelope.hasSequence()) {
        sourceKeys.add(envelope.source());
      } else if (envelope != null) {
        eventKeys.add(new EventKey(envelope.source(), envelope.id()));
      }
    }
    BatchStates states =
        new BatchStates(
            RecordStates.read(tx, migration, recordKeys),
            Sources.read(tx, migration, sourceKeys),
            SeenEvents.read(tx, migration, eventKeys));
    states.loadIds(tx, migration, batch);
    states.loadDocuments(tx, migration, batch);
    return states;
  }

  /** Loads the documents of those records for which an event of an older version comes. */
  private void loadDocuments(DSLContext tx, short migration, List<Decoded> batch) {
    Set<RecordKey> needed = new HashSet<>();
    for (Decoded decoded : batch) {
      if (decoded instanceof Decoded.Event event
          && event.event() instanceof RecordChange change
          && change.kind() != Kind.DELETED) {
        SchemaReference schema = record(change.record()).schema();
        if (schema != null && schema.version() > change.schema().version()) {
          needed.add(change.record());
        }
      }
    }
    documents.putAll(RecordStates.documents(tx, migration, needed));
  }

  /** Loads the remembered ids of those sources for which a number at or below the last comes. */
  private void loadIds(DSLContext tx, short migration, List<Decoded> batch) {
    Map<SourceKey, Long> highest = new HashMap<>();
    Set<SourceKey> needed = new HashSet<>();
    for (Decoded decoded : batch) {
      Envelope envelope = envelopeOf(decoded);
      SourceProgress source = envelope == null ? null : sources.get(envelope.source());
      if (envelope == null || source == null) {
        continue;
      }
      // A number may be repeated within the batch, or fall into a hole that it closes twice.
      long top = highest.getOrDefault(envelope.source(), source.last());
      if (envelope.sequence() <= top) {
        needed.add(envelope.source());
      }
      highest.put(envelope.source(), Math.max(top, envelope.sequence()));
    }
    for (SourceKey key : needed) {
      SourceProgress source = sources.get(key);
      if (source != null && source.count() > 0) {
        source.remember(Sources.readIds(tx, migration, key));
      }
    }
  }

  static @Nullable RecordKey recordOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().record();
      case Decoded.Unreadable unreadable -> unreadable.record();
    };
  }

  static @Nullable Envelope envelopeOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().envelope();
      case Decoded.Unreadable unreadable -> unreadable.envelope();
    };
  }

  @Override
  public RecordState record(RecordKey key) {
    return records.getOrDefault(key, RecordState.ABSENT);
  }

  @Override
  public void record(RecordKey key, RecordState next) {
    records.put(key, next);
    movedRecords.add(key);
  }

  @Override
  public void record(RecordKey key, RecordState next, @Nullable Document document) {
    record(key, next);
    if (document == null) {
      documents.remove(key);
    } else {
      documents.put(key, document);
    }
  }

  @Override
  public @Nullable Document document(RecordKey key) {
    return documents.get(key);
  }

  @Override
  public SourceProgress source(SourceKey key) {
    return sources.computeIfAbsent(key, k -> SourceProgress.fresh());
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    return seen.get(new EventKey(key, eventId));
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    EventKey event = new EventKey(key, eventId);
    seen.put(event, appendTime);
    newlySeen.put(event, appendTime);
  }

  /** The records whose state was moved. */
  Set<RecordKey> movedRecords() {
    return movedRecords;
  }

  Map<SourceKey, SourceProgress> sources() {
    return sources;
  }

  Map<EventKey, Instant> newlySeen() {
    return newlySeen;
  }
}
