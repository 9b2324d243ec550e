package dev.crossfade.core.event;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Reason;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
    Headers headers = Headers.of(log.message().headers());
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

  private static Decoded readSourceEvent(LogRecord log, Headers headers, Envelope envelope) {
    if (headers.kind() != null) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    if (!headers.speaksOurVersion() || !headers.isSkip()) {
      return new Unreadable(log, Reason.UNKNOWN_TYPE, null, envelope);
    }
    if (!envelope.hasSequence()) {
      return new Unreadable(log, Reason.MALFORMED, null, envelope);
    }
    return new Event(log, new SourceSkipped(envelope));
  }

  private Decoded readRecordEvent(
      LogRecord log, Headers headers, Envelope envelope, RecordKey record) {
    if (headers.isSkip()) {
      return new Unreadable(log, Reason.MISROUTED, null, null);
    }
    Kind kind = headers.kind();
    if (!headers.speaksOurVersion() || kind == null) {
      return new Unreadable(log, Reason.UNKNOWN_TYPE, record, envelope);
    }
    Basis basis = headers.basis();
    SchemaReference schema = headers.schema();
    if (basis == null || schema == null) {
      return new Unreadable(log, Reason.MALFORMED, record, envelope);
    }
    if (!knownBlueprint.test(schema.blueprint())) {
      return new Unreadable(log, Reason.UNKNOWN_BLUEPRINT, record, envelope);
    }
    byte[] value = log.message().value();
    try {
      Document data = value == null ? null : Document.parse(value);
      // Ingest lets no such data through, and PostgreSQL would refuse it wherever it is written.
      return data == null || !JsonRules.check(data.tree()).isEmpty()
          ? new Unreadable(log, Reason.MALFORMED_DATA, record, envelope)
          : new Event(log, new RecordChange(envelope, record, kind, basis, schema, data));
    } catch (JacksonException e) {
      return new Unreadable(log, Reason.MALFORMED_DATA, record, envelope);
    }
  }

  /** The headers, gathered in one pass. The last one of a name counts; a null is an absence. */
  private static final class Headers {
    private @Nullable String specversion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String subject;
    private @Nullable String time;
    private @Nullable String tenant;
    private @Nullable String sequence;
    private @Nullable String base;
    private @Nullable String changed;
    private @Nullable String blueprint;
    private @Nullable String schemaVersion;
    private @Nullable String trace;
    private boolean garbled;

    static Headers of(List<LogRecord.Header> list) {
      Headers headers = new Headers();
      for (LogRecord.Header header : list) {
        headers.set(header.name(), header.value());
      }
      return headers;
    }

    private void set(String name, byte @Nullable [] bytes) {
      if (!name.startsWith(EventCodec.PREFIX)) {
        return;
      }
      String value = bytes == null ? null : Utf8.decode(bytes);
      boolean unsound = bytes != null && value == null;
      switch (name) {
        case EventCodec.SPECVERSION -> specversion = value;
        case EventCodec.ID -> id = value;
        case EventCodec.SOURCE -> source = value;
        case EventCodec.TYPE -> type = value;
        case EventCodec.SUBJECT -> subject = value;
        case EventCodec.TIME -> time = value;
        case EventCodec.TENANT -> tenant = value;
        case EventCodec.SEQUENCE -> sequence = value;
        case EventCodec.BASE -> base = value;
        case EventCodec.CHANGED -> changed = value;
        case EventCodec.BLUEPRINT -> blueprint = value;
        case EventCodec.SCHEMA_VERSION -> schemaVersion = value;
        case EventCodec.TRACE_PARENT -> trace = value;
        default -> {
          // An attribute of someone else's: allowed, and no business of ours.
          return;
        }
      }
      garbled |= unsound;
    }

    boolean speaksOurVersion() {
      return Attributes.SPEC_VERSION.equals(specversion);
    }

    @Nullable Kind kind() {
      return type == null ? null : Kind.ofType(type);
    }

    boolean isSkip() {
      return ChangeEvent.SOURCE_SKIPPED.equals(type);
    }

    /**
     * Null where it is no CloudEvent of ours: a header is not UTF-8, or id, source, tenant,
     * sequence or time is missing or not sound.
     */
    @Nullable Envelope envelope() {
      String sourceId = source == null ? null : Attributes.sourceId(source);
      if (garbled || specversion == null || type == null) {
        return null;
      }
      if (id == null || sourceId == null || tenant == null) {
        return null;
      }
      if (Limits.checkId(id) != null || Limits.checkId(tenant) != null) {
        return null;
      }
      Long number =
          sequence == null ? (Long) Envelope.NO_SEQUENCE : Attributes.parseSequence(sequence);
      Instant hint = time == null ? null : Attributes.parseTime(time);
      if (number == null || (time != null && hint == null)) {
        return null;
      }
      return new Envelope(id, new SourceKey(tenant, sourceId), number, hint, trace);
    }

    @Nullable RecordKey record(String tenant) {
      int slash = subject == null ? -1 : subject.indexOf('/');
      if (subject == null || slash < 1) {
        return null;
      }
      String domain = subject.substring(0, slash);
      String recordId = subject.substring(slash + 1);
      boolean sound = Limits.checkId(domain) == null && Limits.checkId(recordId) == null;
      return sound && !domain.equals(SourceKey.KEY_DOMAIN)
          ? new RecordKey(tenant, domain, recordId)
          : null;
    }

    @Nullable Basis basis() {
      Position seen = base == null ? null : Position.parse(base);
      List<String> names = changed == null ? null : Attributes.parseChanged(changed);
      boolean sound = (base == null || seen != null) && (changed == null || names != null);
      return sound ? new Basis(seen, names) : null;
    }

    @Nullable SchemaReference schema() {
      Integer version = schemaVersion == null ? null : Attributes.parseSchemaVersion(schemaVersion);
      if (blueprint == null || version == null) {
        return null;
      }
      try {
        return new SchemaReference(Digest.parse(blueprint), version);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
