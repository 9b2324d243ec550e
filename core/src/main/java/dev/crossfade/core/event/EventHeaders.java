package dev.crossfade.core.event;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a log record, gathered in one pass. The last one of a name counts; a null is an
 * absence.
 */
final class EventHeaders {
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
  private @Nullable String snapshot;
  private @Nullable String through;
  private @Nullable String asOf;
  private @Nullable String conflict;
  private @Nullable String take;
  private @Nullable String deleted;
  private @Nullable String actor;
  private @Nullable String reason;
  private boolean garbled;

  static EventHeaders of(List<LogRecord.Header> list) {
    EventHeaders headers = new EventHeaders();
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
        // Of snapshots or decisions, or an attribute of someone else's: no business of others.
        setLater(name, unsound ? "" : value);
        return;
      }
    }
    garbled |= unsound;
  }

  /** A fault in these is none of the events that have no use for them: they came later. */
  private void setLater(String name, @Nullable String value) {
    switch (name) {
      case EventCodec.SNAPSHOT -> snapshot = value;
      case EventCodec.THROUGH -> through = value;
      case EventCodec.AS_OF -> asOf = value;
      case EventCodec.CONFLICT -> conflict = value;
      case EventCodec.TAKE -> take = value;
      case EventCodec.DELETED -> deleted = value;
      case EventCodec.ACTOR -> actor = value;
      case EventCodec.REASON -> reason = value;
      default -> {}
    }
  }

  boolean speaksOurVersion() {
    return Attributes.SPEC_VERSION.equals(specversion);
  }

  String type() {
    return type == null ? "" : type;
  }

  /**
   * Null where it is no CloudEvent of ours: a header is not UTF-8, or id, source, tenant, sequence
   * or time is missing or not sound.
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

  /** What a resolution says of itself in its headers. */
  record Decision(
      Position base,
      @Nullable Position conflict,
      Take take,
      boolean deleted,
      String actor,
      String reason) {}

  /** Null where something is missing, or not sound. */
  @Nullable Decision decision() {
    Position seen = base == null ? null : Position.parse(base);
    Take takes = take == null ? null : Take.ofWord(take);
    if (seen == null || takes == null || actor == null || reason == null) {
      return null;
    }
    Position waits = conflict == null ? null : Position.parse(conflict);
    boolean sound =
        Limits.checkActor(actor) == null
            && Limits.checkReason(reason) == null
            && (deleted == null || deleted.equals("true"))
            && (conflict == null) == (waits == null)
            && takes.settlesConflict() == (waits != null);
    return sound ? new Decision(seen, waits, takes, deleted != null, actor, reason) : null;
  }

  /** The id of the snapshot that a marker or a row names. */
  @Nullable String snapshotId() {
    return snapshot == null || Limits.checkSnapshot(snapshot) != null ? null : snapshot;
  }

  /**
   * The snapshot that a start marker or a row names. Its watermark is a number or a position of
   * this very partition: positions of others compare with nothing here.
   */
  @Nullable Snapshot snapshot(int partition) {
    String named = snapshotId();
    if (named == null || (through != null && asOf != null)) {
      return null;
    }
    if (through != null) {
      Long sequence = Attributes.parseThrough(through);
      return sequence == null ? null : new Snapshot(named, new Watermark.Through(sequence));
    }
    if (asOf != null) {
      Position position = Position.parse(asOf);
      return position == null || position.partition() != partition
          ? null
          : new Snapshot(named, new Watermark.AsOf(position));
    }
    return new Snapshot(named, Watermark.UNKNOWN);
  }
}
