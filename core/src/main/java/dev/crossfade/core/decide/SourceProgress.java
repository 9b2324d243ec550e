package dev.crossfade.core.decide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one source has used of its numbers: the last one, the holes below it, and the ids of the
 * last {@value #REMEMBERED} events, counted as they arrived. {@link #classify} only looks, {@link
 * #take} is the only mutator. Not thread-safe.
 *
 * <p>The ids are needed only for a number at or below the last, which is rare, so whoever keeps
 * them elsewhere may leave them there until {@link #needsIds} says so.
 */
public final class SourceProgress {
  /** How many events' ids are kept to tell a repetition from a fork. */
  public static final int REMEMBERED = 1_000;

  private final Holes holes;
  private final Map<Long, String> ids = new LinkedHashMap<>();
  private final List<Used> taken = new ArrayList<>();
  private long last;
  private long count;
  private boolean idsKnown;

  /** A number and the id of the event that used it. */
  public record Used(long sequence, String id) {}

  private SourceProgress(long last, long count, Holes holes, boolean idsKnown) {
    this.last = last;
    this.count = count;
    this.holes = holes;
    this.idsKnown = idsKnown;
  }

  /** A source never seen before. */
  public static SourceProgress fresh() {
    return new SourceProgress(0, 0, new Holes(), true);
  }

  /**
   * A source as it was stored, its remembered ids left where they are.
   *
   * @param count how many numbers were taken in all
   */
  public static SourceProgress stored(long last, long count, List<Holes.Range> holes) {
    return new SourceProgress(last, count, Holes.of(holes), count == 0);
  }

  /**
   * Whether {@link #classify} will ask for the stored ids, should this number come, now or after
   * others: once false for a number it stays false. So a whole batch can be asked for beforehand.
   */
  public boolean needsIds(long sequence) {
    return !idsKnown && sequence <= last && !holes.contains(sequence) && !ids.containsKey(sequence);
  }

  /** Gives the ids stored before, oldest first; more than needed does no harm. */
  public void remember(List<Used> stored) {
    if (idsKnown) {
      throw new IllegalStateException("the ids of this source are known already");
    }
    List<Used> later = List.copyOf(taken);
    ids.clear();
    stored.forEach(this::keep);
    later.forEach(this::keep);
    idsKnown = true;
  }

  Numbering classify(long sequence, String id) {
    if (sequence > last) {
      return sequence > last + 1 && holes.full() ? Numbering.TOO_MANY_HOLES : Numbering.NEXT;
    }
    if (holes.contains(sequence)) {
      return holes.splitBy(sequence) && holes.full() ? Numbering.TOO_MANY_HOLES : Numbering.IN_HOLE;
    }
    String known = ids.get(sequence);
    if (known == null) {
      if (!idsKnown) {
        throw new IllegalStateException("the ids of this source were not loaded");
      }
      return Numbering.FORGOTTEN;
    }
    return known.equals(id) ? Numbering.REPEATED : Numbering.FORKED;
  }

  void take(long sequence, String id) {
    if (sequence > last) {
      if (sequence > last + 1) {
        holes.open(last + 1, sequence - 1);
      }
      last = sequence;
    } else {
      holes.take(sequence);
    }
    count++;
    Used used = new Used(sequence, id);
    taken.add(used);
    keep(used);
  }

  private void keep(Used used) {
    ids.put(used.sequence(), used.id());
    if (ids.size() >= REMEMBERED) {
      // Whatever is stored is older than all of these.
      idsKnown = true;
    }
    if (ids.size() > REMEMBERED) {
      var eldest = ids.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** The highest number used, 0 before the first. */
  public long last() {
    return last;
  }

  /** How many numbers were taken in all. */
  public long count() {
    return count;
  }

  boolean hasHoles() {
    return !holes.isEmpty();
  }

  /** The open holes. */
  public List<Holes.Range> holes() {
    return holes.ranges();
  }

  /** What was taken since this object was made, in order: what is still to be stored. */
  public List<Used> taken() {
    return List.copyOf(taken);
  }
}
