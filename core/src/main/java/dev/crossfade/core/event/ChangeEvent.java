package dev.crossfade.core.event;

import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An event of the log of changes that this version can read. */
public sealed interface ChangeEvent
    permits ChangeEvent.RecordChange,
        ChangeEvent.RecordRead,
        ChangeEvent.RecordResolved,
        ChangeEvent.SourceSkipped,
        ChangeEvent.SnapshotStarted,
        ChangeEvent.SnapshotEnded {
  /** The {@code type} of an event that gives up a refused event's number. */
  String SOURCE_SKIPPED = "dev.crossfade.source.skipped";

  /** The {@code type} of a row of a snapshot. */
  String RECORD_READ = "dev.crossfade.record.read";

  /** The {@code type} of what a person decided of a record. */
  String RECORD_RESOLVED = "dev.crossfade.record.resolved";

  /** What the sources begin with that are Crossfade's own: no client's event bears them. */
  String OWN_SOURCES = "crossfade:";

  /** The source of what operators decide. */
  String OPERATOR = OWN_SOURCES + "operator";

  /** The {@code type} of the marker in front of a snapshot's rows. */
  String SNAPSHOT_STARTED = "dev.crossfade.snapshot.started";

  /** The {@code type} of the marker behind them. */
  String SNAPSHOT_ENDED = "dev.crossfade.snapshot.ended";

  Envelope envelope();

  /** The record that it is about; null where it concerns its source itself. */
  default @Nullable RecordKey record() {
    return null;
  }

  /** The message key that it is stored under. */
  byte[] messageKey();

  /** The CloudEvents {@code type}. */
  String type();

  /** A record was created, updated or deleted. {@code data} is the whole record as it now is. */
  record RecordChange(
      Envelope envelope,
      RecordKey record,
      Kind kind,
      Basis basis,
      SchemaReference schema,
      Document data)
      implements ChangeEvent {
    public RecordChange {
      if (!envelope.source().tenant().equals(record.tenant())) {
        throw new IllegalArgumentException("a source writes records of its own tenant only");
      }
    }

    @Override
    public byte[] messageKey() {
      return record.messageKey();
    }

    @Override
    public String type() {
      return kind.type();
    }
  }

  /**
   * The source gives up the number in the envelope: the event that had it was refused and will not
   * come again, so it is no hole.
   */
  record SourceSkipped(Envelope envelope) implements ChangeEvent {
    public SourceSkipped {
      if (!envelope.hasSequence()) {
        throw new IllegalArgumentException("a skip names the number that it gives up");
      }
    }

    @Override
    public byte[] messageKey() {
      return envelope.source().messageKey();
    }

    @Override
    public String type() {
      return SOURCE_SKIPPED;
    }
  }

  /**
   * A row of a snapshot: the record as the source's store held it. It has no number, and bears the
   * watermark of its snapshot, so that it can be decided wherever it stands.
   */
  record RecordRead(
      Envelope envelope, RecordKey record, Snapshot snapshot, SchemaReference schema, Document data)
      implements ChangeEvent {
    public RecordRead {
      requireUnnumbered(envelope);
      if (!envelope.source().tenant().equals(record.tenant())) {
        throw new IllegalArgumentException("a source holds records of its own tenant only");
      }
    }

    @Override
    public byte[] messageKey() {
      return record.messageKey();
    }

    @Override
    public String type() {
      return RECORD_READ;
    }
  }

  /**
   * What a person decided of a record, with the whole record as it then is. It has no number, and
   * its source is {@link #OPERATOR}.
   *
   * @param base where the state lies that the person looked at
   * @param conflict where the event lies that waits; for what settles a conflict only
   * @param deleted whether the result is a delete; {@code data} says nothing then
   * @param actor who, at most {@value Limits#MAX_ACTOR} characters
   * @param reason why, at most {@value Limits#MAX_REASON} characters
   */
  record RecordResolved(
      Envelope envelope,
      RecordKey record,
      Position base,
      @Nullable Position conflict,
      Take take,
      boolean deleted,
      String actor,
      String reason,
      SchemaReference schema,
      Document data)
      implements ChangeEvent {
    public RecordResolved {
      requireUnnumbered(envelope);
      if (!envelope.source().equals(new SourceKey(record.tenant(), OPERATOR))) {
        throw new IllegalArgumentException("a resolution is the operator's");
      }
      if (take.settlesConflict() != (conflict != null)) {
        throw new IllegalArgumentException("what settles a conflict names it, and nothing else");
      }
      if (Limits.checkActor(actor) != null || Limits.checkReason(reason) != null) {
        throw new IllegalArgumentException("a resolution says who decided, and why");
      }
    }

    @Override
    public byte[] messageKey() {
      return record.messageKey();
    }

    @Override
    public String type() {
      return RECORD_RESOLVED;
    }
  }

  /** What a resolution takes. */
  enum Take {
    /** Of a conflict, the side that the record shows. */
    EXISTING(true),
    /** Of a conflict, the side that waits. */
    INCOMING(true),
    /** Of a conflict, something of both. */
    MERGED(true),
    /** Other data for a write that PostgreSQL refused. */
    CORRECTED(false),
    /** The record as it was before a write that PostgreSQL refused. */
    DISCARDED(false),
    /** The record as it is to be, whatever it was. */
    REPAIRED(false);

    private final boolean settlesConflict;

    Take(boolean settlesConflict) {
      this.settlesConflict = settlesConflict;
    }

    public boolean settlesConflict() {
      return settlesConflict;
    }

    /** How the log and requests spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word}; null where it is none of them. */
    public static @Nullable Take ofWord(String word) {
      for (Take take : values()) {
        if (take.word().equals(word)) {
          return take;
        }
      }
      return null;
    }
  }

  /** Rows of this snapshot follow. {@code envelope.time} says when the store was read. */
  record SnapshotStarted(Envelope envelope, Snapshot snapshot) implements ChangeEvent {
    public SnapshotStarted {
      requireUnnumbered(envelope);
    }

    @Override
    public byte[] messageKey() {
      return envelope.source().messageKey();
    }

    @Override
    public String type() {
      return SNAPSHOT_STARTED;
    }
  }

  /**
   * All rows of the snapshot lie before this.
   *
   * @param snapshot its id
   * @param audit what was found in the store
   */
  record SnapshotEnded(Envelope envelope, String snapshot, Document audit) implements ChangeEvent {
    public SnapshotEnded {
      requireUnnumbered(envelope);
      String fault = Limits.checkSnapshot(snapshot);
      if (fault != null) {
        throw new IllegalArgumentException("the id of a snapshot " + fault);
      }
    }

    @Override
    public byte[] messageKey() {
      return envelope.source().messageKey();
    }

    @Override
    public String type() {
      return SNAPSHOT_ENDED;
    }
  }

  private static void requireUnnumbered(Envelope envelope) {
    if (envelope.hasSequence()) {
      throw new IllegalArgumentException("only live events and skips use a number of their source");
    }
  }

  /** What happened to the record, as its writer saw it. The decider tells deletes from the rest. */
  enum Kind {
    CREATED("dev.crossfade.record.created"),
    UPDATED("dev.crossfade.record.updated"),
    DELETED("dev.crossfade.record.deleted");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    public String type() {
      return type;
    }

    /** The kind of a CloudEvents {@code type}; null where it is none of them. */
    public static @Nullable Kind ofType(String type) {
      for (Kind kind : values()) {
        if (kind.type.equals(type)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * What the writer knew: {@code base} is the position of the version it had seen (null: none), and
   * {@code changed} names the fields that it changed (null: all).
   */
  record Basis(@Nullable Position base, @Nullable List<String> changed) {
    public static final Basis UNKNOWN = new Basis(null, null);

    public Basis {
      changed = changed == null ? null : List.copyOf(changed);
    }
  }

  /** The blueprint that the event was accepted under, and the version of the record's shape. */
  record SchemaReference(Digest blueprint, int version) {}
}
