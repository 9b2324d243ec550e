package dev.crossfade.core.decide;

import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record's state knows of one source. Immutable.
 *
 * <p>A source counts or does not; one that began to count, or ceased to, is taken by its last live
 * write. Where that had no number, only a position can tell whether a snapshot holds it, and where
 * it had one, only a number can. A watermark that cannot tell is below it: the live write stays.
 *
 * @param sequence the highest number that the state reflects, by a live write or by a snapshot; 0
 *     for none
 * @param unnumbered the offset of the source's last live write, where that had no number; else
 *     {@link #NONE}
 * @param said what the source said last, as the record would have become by it, where the record
 *     was not made by that alone; null where the source made the record what it is, or deleted it,
 *     or never said anything
 * @param waiting the source's event that waits for a person; null where none does
 * @param blind the source's last live write, where that did not make the record what it said; else
 *     null
 */
public record Known(
    long sequence,
    long unnumbered,
    @Nullable Digest said,
    @Nullable Waiting waiting,
    @Nullable Blind blind) {
  /** There was no such write. */
  public static final long NONE = -1;

  /** Nothing is known of the source. */
  public static final Known NOTHING = new Known(0, NONE, null, null, null);

  public Known {
    if (sequence < 0 || unnumbered < NONE) {
      throw new IllegalArgumentException("numbers count from 1, and offsets from 0");
    }
  }

  /**
   * An event that waits for a person.
   *
   * @param offset where it lies, in the record's partition
   * @param fields the members that it would change, and that the source's next event brings again
   *     whether or not it names them; empty for a delete
   */
  public record Waiting(long offset, List<String> fields) {
    public Waiting {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A write that did not make the record what it said. Until its writer shows that it has read, its
   * {@code base} says no more than that this write was acknowledged.
   *
   * @param offset where the write lies
   * @param seen the offset of the version that its writer had seen; {@link #NONE} for none
   */
  public record Blind(long offset, long seen) {}

  /** What the source had seen that names this version, if any, as {@code base}. */
  long seen(long base) {
    return blind != null && base <= blind.offset() ? Math.min(base, blind.seen()) : base;
  }

  /** Whether it reflects a live write that a snapshot of this watermark need not hold. */
  public boolean isBeyond(Watermark watermark) {
    return switch (watermark) {
      case Watermark.Through through -> unnumbered != NONE || sequence > through.sequence();
      case Watermark.AsOf asOf ->
          unnumbered == NONE ? sequence > 0 : unnumbered > asOf.position().offset();
      case Watermark.Unknown unknown -> unnumbered != NONE || sequence > 0;
    };
  }

  /** The same behind a row of this watermark. A position is a lower bound, and moves nothing. */
  Known upTo(Watermark watermark) {
    return watermark instanceof Watermark.Through through && through.sequence() > sequence
        ? new Known(through.sequence(), unnumbered, said, waiting, blind)
        : this;
  }

  /** The same behind a live write: nothing waits any more, and what it said is told by others. */
  Known live(long number, long offset) {
    return number > 0
        ? new Known(number, NONE, null, null, null)
        : new Known(sequence, offset, null, null, null);
  }

  Known saying(@Nullable Digest digest) {
    return new Known(sequence, unnumbered, digest, waiting, blind);
  }

  /** The same, with this event waiting, and no other. */
  Known waitingFor(@Nullable Waiting event) {
    return new Known(sequence, unnumbered, said, event, blind);
  }

  Known blindSince(@Nullable Blind write) {
    return new Known(sequence, unnumbered, said, waiting, write);
  }
}
