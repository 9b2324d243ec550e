package dev.crossfade.reconcile.snapshot;

import dev.crossfade.core.decide.Known;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import java.util.Set;

/**
 * How a record is to be held against a source's last complete snapshot: the table "Of snapshots" of
 * {@code docs/reconciling.md}. Pure.
 */
public enum SnapshotRule {
  /** Field by field: the record is what the snapshot's row says. */
  COMPARE,
  /** Only the fields that the row has: others have filled in what it has not. */
  COMPARE_FIELDS,
  /** Something that the snapshot could not know has changed it since; no difference. */
  SUPERSEDED,
  /** What the source says is beside the record: it waits, or is kept. */
  CONFLICTING,
  /** Its write waits; no difference. */
  PARKED,
  /** It never was there. */
  MISSING,
  /** It stands there, and the source, which alone has made it, does not hold it any more. */
  EXTRA,
  /** The row itself has no effect yet. */
  INDETERMINATE,
  /** The snapshot says nothing of it. */
  NOT_CONCERNED;

  /**
   * What is known of a record and a source besides the decided state.
   *
   * @param inConflict whether a side of the source is kept beside the record, or waits
   * @param parked whether the record's write waits
   */
  public record Beside(boolean inConflict, boolean parked) {
    /** Neither. */
    public static final Beside NOTHING = new Beside(false, false);
  }

  /**
   * Of a record that the snapshot has.
   *
   * @param state the decided state, behind the snapshot's end
   * @param row where the last row of the snapshot about it lies
   */
  public static SnapshotRule of(
      RecordState state, String source, Watermark watermark, long row, Beside beside) {
    boolean decided = state.position() != null;
    if (state.heldSince() != null && (state.heldSince().offset() < row || !decided)) {
      return INDETERMINATE;
    }
    if (state.position() == null) {
      return MISSING;
    }
    Known known = state.known(source);
    if (beside.inConflict() || known.waiting() != null) {
      return CONFLICTING;
    }
    if (beside.parked()) {
      return PARKED;
    }
    if (known.isBeyond(watermark)) {
      return SUPERSEDED;
    }
    Digest said = known.said();
    if (source.equals(state.source())) {
      if (state.position().offset() > row) {
        // The source's own later writes are beyond the watermark, or stale: this one is what an
        // operator made of its side, and its store need not hold it.
        return SUPERSEDED;
      }
      return said == null ? COMPARE : COMPARE_FIELDS;
    }
    // Another's, and the same: whoever says the same last is no matter.
    if (said != null && said.equals(state.digest())) {
      return COMPARE;
    }
    // The row itself made it what it is, by what the other's had not.
    return state.position().offset() == row ? COMPARE_FIELDS : SUPERSEDED;
  }

  /**
   * Of a record that the snapshot does not have.
   *
   * @param end where the snapshot ends: what was made behind it, it need not hold
   */
  public static SnapshotRule ofAbsent(
      RecordState state, String source, Watermark watermark, long end, Beside beside) {
    Known known = state.known(source);
    boolean alone =
        source.equals(state.source())
            && state.present()
            && state.position() != null
            && state.position().offset() < end
            && known.said() == null
            && Set.of(source).containsAll(state.reflects().keySet());
    boolean settled = !beside.inConflict() && !beside.parked() && state.heldSince() == null;
    return alone && settled && !known.isBeyond(watermark) ? EXTRA : NOT_CONCERNED;
  }
}
