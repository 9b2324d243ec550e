package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.Holes;
import dev.crossfade.core.decide.SourceProgress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source as the fold keeps it. Its remembered ids and its snapshots lie beside it.
 *
 * @param first the offset of the first event that bore its name; -1 where none did
 * @param last of the last one
 * @param sequence the highest number used
 * @param count how many numbers were taken
 * @param latest the id of the snapshot that it started last
 * @param complete of the one started last of those that are complete
 */
record SourceValue(
    long first,
    long last,
    long sequence,
    long count,
    List<Holes.Range> holes,
    @Nullable String latest,
    @Nullable String complete) {
  static final SourceValue NONE = new SourceValue(-1, -1, 0, 0, List.of(), null, null);

  private static final int VERSION = 1;

  SourceValue at(long offset) {
    return new SourceValue(
        first < 0 ? offset : first, offset, sequence, count, holes, latest, complete);
  }

  SourceValue with(SourceProgress progress) {
    return new SourceValue(
        first, last, progress.last(), progress.count(), progress.holes(), latest, complete);
  }

  SourceValue started(String snapshot) {
    return new SourceValue(first, last, sequence, count, holes, snapshot, complete);
  }

  SourceValue completed(String snapshot) {
    return new SourceValue(first, last, sequence, count, holes, latest, snapshot);
  }

  SourceProgress progress() {
    return count == 0 ? SourceProgress.fresh() : SourceProgress.stored(sequence, count, holes);
  }

  byte[] write() {
    Packed.Writer out =
        new Packed.Writer()
            .octet(VERSION)
            .offset(first)
            .offset(last)
            .number(sequence)
            .number(count)
            .text(latest)
            .text(complete)
            .number(holes.size());
    holes.forEach(hole -> out.number(hole.from()).number(hole.to()));
    return out.done();
  }

  static SourceValue read(byte @Nullable [] stored) {
    if (stored == null) {
      return NONE;
    }
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    long first = in.offset();
    long last = in.offset();
    long sequence = in.number();
    long count = in.number();
    String latest = in.text();
    String complete = in.text();
    int size = (int) in.number();
    List<Holes.Range> holes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      holes.add(new Holes.Range(in.number(), in.number()));
    }
    return new SourceValue(first, last, sequence, count, holes, latest, complete);
  }
}
