package dev.crossfade.core.event;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Reason;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads what lies in the log of changes, trusting nothing: the event names its tenant, domain and
 * id, and these are held against key and partition (a producer's buffers have been known to mix
 * records up). Never throws for what it reads. Thread-safe.
 */
public final class EventReader {
  private final int partitions;
  private final Predicate<Digest> knownBlueprint;

  /**
   * @param partitions how many the log of changes has
   * @param knownBlueprint whether a digest names a blueprint of the control log
   */
  public EventReader(int partitions, Predicate<Digest> knownBlueprint) {
    this.partitions = partitions;
    this.knownBlueprint = knownBlueprint;
  }

  /** What the record is. */
  public Decoded read(LogRecord log) {
    EventHeaders headers = EventHeaders.of(log.message().headers());
    Envelope envelope = headers.envelope();
    if (envelope == null) {
      return new Unreadable(log, Reason.MALFORMED, null, null);
    }
    if (partition(envelope) != log.position().partition()) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    byte[] key = log.message().key();
    if (Arrays.equals(key, envelope.source().messageKey())) {
      return readSourceEvent(log, headers, envelope);
    }
    RecordKey record = headers.record(envelope.source().tenant());
    if (record == null) {
      return new Unreadable(log, Reason.MALFORMED, null, null);
    }
    if (!Arrays.equals(key, record.messageKey())) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    return readRecordEvent(log, headers, envelope, record);
  }

  private int partition(Envelope envelope) {
    return Partitioner.partition(envelope.source().tenant(), partitions);
  }

  private static Decoded readSourceEvent(LogRecord log, EventHeaders headers, Envelope envelope) {
    if (ofRecord(headers.type())) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    if (!headers.speaksOurVersion() || !ofSource(headers.type())) {
      return new Unreadable(log, Reason.UNKNOWN_TYPE, null, envelope);
    }
    // A skip is a number given up; the events of a snapshot have none.
    boolean skip = headers.type().equals(ChangeEvent.SOURCE_SKIPPED);
    if (envelope.hasSequence() != skip) {
      return new Unreadable(log, Reason.MALFORMED, null, envelope);
    }
    return switch (headers.type()) {
      case ChangeEvent.SNAPSHOT_STARTED -> readStarted(log, headers, envelope);
      case ChangeEvent.SNAPSHOT_ENDED -> readEnded(log, headers, envelope);
      default -> new Event(log, new SourceSkipped(envelope));
    };
  }

  private static Decoded readStarted(LogRecord log, EventHeaders headers, Envelope envelope) {
    Snapshot snapshot = headers.snapshot(log.position().partition());
    return snapshot == null
        ? new Unreadable(log, Reason.MALFORMED, null, envelope)
        : new Event(log, new SnapshotStarted(envelope, snapshot));
  }

  private static Decoded readEnded(LogRecord log, EventHeaders headers, Envelope envelope) {
    String snapshot = headers.snapshotId();
    if (snapshot == null) {
      return new Unreadable(log, Reason.MALFORMED, null, envelope);
    }
    Document audit = data(log);
    return audit == null
        ? new Unreadable(log, Reason.MALFORMED_DATA, null, envelope)
        : new Event(log, new SnapshotEnded(envelope, snapshot, audit));
  }

  private Decoded readRecordEvent(
      LogRecord log, EventHeaders headers, Envelope envelope, RecordKey record) {
    if (ofSource(headers.type())) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    if (!headers.speaksOurVersion() || !ofRecord(headers.type())) {
      return new Unreadable(log, Reason.UNKNOWN_TYPE, record, envelope);
    }
    SchemaReference schema = headers.schema();
    Kind kind = Kind.ofType(headers.type());
    if (kind != null) {
      return readChange(log, headers, envelope, record, schema, kind);
    }
    return headers.type().equals(ChangeEvent.RECORD_READ)
        ? readRow(log, headers, envelope, record, schema)
        : readResolved(log, headers, envelope, record, schema);
  }

  private Decoded readRow(
      LogRecord log,
      EventHeaders headers,
      Envelope envelope,
      RecordKey record,
      @Nullable SchemaReference schema) {
    Snapshot snapshot = headers.snapshot(log.position().partition());
    if (snapshot == null || schema == null || envelope.hasSequence()) {
      return new Unreadable(log, Reason.MALFORMED, record, envelope);
    }
    if (!knownBlueprint.test(schema.blueprint())) {
      return new Unreadable(log, Reason.UNKNOWN_BLUEPRINT, record, envelope);
    }
    Document data = data(log);
    return data == null
        ? new Unreadable(log, Reason.MALFORMED_DATA, record, envelope)
        : new Event(log, new RecordRead(envelope, record, snapshot, schema, data));
  }

  private Decoded readResolved(
      LogRecord log,
      EventHeaders headers,
      Envelope envelope,
      RecordKey record,
      @Nullable SchemaReference schema) {
    EventHeaders.Decision says = headers.decision();
    boolean operator = envelope.source().source().equals(ChangeEvent.OPERATOR);
    if (says == null || schema == null || envelope.hasSequence() || !operator) {
      return new Unreadable(log, Reason.MALFORMED, record, envelope);
    }
    if (!knownBlueprint.test(schema.blueprint())) {
      return new Unreadable(log, Reason.UNKNOWN_BLUEPRINT, record, envelope);
    }
    Document data = data(log);
    if (data == null) {
      return new Unreadable(log, Reason.MALFORMED_DATA, record, envelope);
    }
    return new Event(
        log,
        new RecordResolved(
            envelope,
            record,
            says.base(),
            says.conflict(),
            says.take(),
            says.deleted(),
            says.actor(),
            says.reason(),
            schema,
            data));
  }

  private Decoded readChange(
      LogRecord log,
      EventHeaders headers,
      Envelope envelope,
      RecordKey record,
      @Nullable SchemaReference schema,
      Kind kind) {
    Basis basis = headers.basis();
    if (basis == null || schema == null) {
      return new Unreadable(log, Reason.MALFORMED, record, envelope);
    }
    if (!knownBlueprint.test(schema.blueprint())) {
      return new Unreadable(log, Reason.UNKNOWN_BLUEPRINT, record, envelope);
    }
    Document data = data(log);
    return data == null
        ? new Unreadable(log, Reason.MALFORMED_DATA, record, envelope)
        : new Event(log, new RecordChange(envelope, record, kind, basis, schema, data));
  }

  private static boolean ofRecord(String type) {
    return type.equals(ChangeEvent.RECORD_READ)
        || type.equals(ChangeEvent.RECORD_RESOLVED)
        || Kind.ofType(type) != null;
  }

  private static boolean ofSource(String type) {
    return switch (type) {
      case ChangeEvent.SOURCE_SKIPPED, ChangeEvent.SNAPSHOT_STARTED, ChangeEvent.SNAPSHOT_ENDED ->
          true;
      default -> false;
    };
  }

  /** Null where the value is no data that ingest would have let through. */
  private static @Nullable Document data(LogRecord log) {
    byte[] value = log.message().value();
    if (value == null) {
      return null;
    }
    try {
      Document data = Document.parse(value);
      // PostgreSQL would refuse what breaks these rules wherever it is written.
      return JsonRules.check(data.tree()).isEmpty() ? data : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
