package dev.crossfade.testsupport.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the database held in one snapshot of it. Whatever is iterated here is gone through once.
 *
 * @param takenAt when, by the clock of the reads; 0: not known
 * @param settled whether all of the log is to be applied
 * @param next the next offset of each partition that has one
 * @param states all of them, tombstones too
 * @param rows all of them, by the record that owns them
 * @param conflicts all of them, waiting and kept
 * @param sources all that count
 * @param decisions the journal in any order; null where there is none
 */
public record Tables(
    long takenAt,
    boolean settled,
    Map<Integer, Long> next,
    Iterable<State> states,
    Iterable<Row> rows,
    Iterable<Parked> parked,
    Iterable<Place> held,
    Iterable<Conflict> conflicts,
    Iterable<Source> sources,
    @Nullable Iterable<Decision> decisions) {
  public Tables {
    next = Map.copyOf(next);
  }

  /**
   * The decided state of a record.
   *
   * @param position of the event that made it; null before the first
   * @param content what it is; {@link Content#NONE} for a tombstone, or before the first event
   * @param reflects the highest number reflected of each source that counts
   * @param heldSince the offset of the unreadable event that later ones wait for
   */
  public record State(
      RecordName record,
      @Nullable Place position,
      Content content,
      @Nullable String source,
      long revision,
      Map<String, Long> reflects,
      @Nullable Long heldSince) {
    public State {
      reflects = Map.copyOf(reflects);
    }
  }

  /** What a record is, as a document or by its digest. */
  public sealed interface Content {
    /** A JSON object. */
    record Document(String json) implements Content {}

    /** SHA-256 of the canonical form, 64 lower-case hexadecimal digits. */
    record Digest(String hex) implements Content {}

    /** Deleted, or never there. */
    record None() implements Content {}

    /** The only one. */
    Content NONE = new None();
  }

  /**
   * The row of a record, read back in the legacy shape.
   *
   * @param written the offset of the event that it shows, as the state says
   */
  public record Row(RecordName record, long written, String data) {}

  /**
   * A write that was refused.
   *
   * @param offset of the event
   * @param data null: a delete
   */
  public record Parked(RecordName record, long offset, @Nullable String data) {}

  /**
   * A side that is not in the record.
   *
   * @param source whose side it is
   * @param offset of the event that said it
   * @param waiting else kept: the policy has decided
   */
  public record Conflict(RecordName record, String source, long offset, boolean waiting) {}

  /**
   * The numbers of a source.
   *
   * @param taken how many were used
   * @param holes from, to, from, to, …, closed and in order
   */
  public record Source(SourceName source, long last, long taken, List<Long> holes) {
    public Source {
      holes = List.copyOf(holes);
    }
  }

  /**
   * One line of the journal.
   *
   * @param outcome applied, unchanged, duplicate, stale, conflict or held
   * @param waiting of a conflict: whether a person is to decide; null: not said
   */
  public record Decision(Place place, String outcome, @Nullable Boolean waiting) {}
}
