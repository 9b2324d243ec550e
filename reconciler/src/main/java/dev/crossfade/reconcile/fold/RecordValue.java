package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.FieldChangesText;
import dev.crossfade.core.decide.KnownText;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as the fold keeps it.
 *
 * @param touched the offset of the last event that changed anything of it
 * @param document its bytes, as they were sent or made; null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record RecordValue(RecordState state, long touched, byte @Nullable [] document) {
  private static final int VERSION = 1;

  /**
   * What a comparison needs of it.
   *
   * @param offset of the event that made it; -1 before the first
   */
  record Head(long offset, @Nullable Digest digest) {
    static final Head NONE = new Head(-1, null);

    static Head of(RecordState state) {
      Position position = state.position();
      return position == null ? NONE : new Head(position.offset(), state.digest());
    }

    boolean decided() {
      return offset >= 0;
    }
  }

  byte[] write() {
    Head head = Head.of(state);
    SchemaReference schema = state.schema();
    Position held = state.heldSince();
    Packed.Writer out =
        new Packed.Writer()
            .octet(VERSION)
            .offset(head.offset())
            .digest(head.digest())
            .number(touched)
            .number(state.revision())
            .text(state.source())
            .digest(schema == null ? null : schema.blueprint())
            .number(schema == null ? 0 : schema.version())
            .offset(held == null ? -1 : held.offset())
            .text(KnownText.write(state))
            .text(FieldChangesText.write(state.changes()));
    return out.bytes(document).done();
  }

  static Head head(byte @Nullable [] stored) {
    if (stored == null) {
      return Head.NONE;
    }
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    return new Head(in.offset(), in.digest());
  }

  static RecordValue read(byte[] stored, int partition) {
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    long offset = in.offset();
    Digest digest = in.digest();
    long touched = in.number();
    long revision = in.number();
    String source = in.text();
    Digest blueprint = in.digest();
    int version = (int) in.number();
    long held = in.offset();
    String known = Objects.requireNonNull(in.text());
    String changes = in.text();
    RecordState state =
        new RecordState(
            position(partition, offset),
            source,
            digest,
            blueprint == null ? null : new SchemaReference(blueprint, version),
            revision,
            KnownText.read(known, digest),
            position(partition, held),
            FieldChangesText.read(changes));
    return new RecordValue(state, touched, in.bytes());
  }

  private static @Nullable Position position(int partition, long offset) {
    return offset < 0 ? null : new Position(partition, offset);
  }
}
