package dev.crossfade.core.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers that a source left out, as closed ranges. Bounded: a source that keeps opening holes
 * must not grow its state without end. Not thread-safe.
 */
public final class Holes {
  /** The most ranges. */
  public static final int MAX_RANGES = 1_000;

  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /** A closed range of numbers. */
  public record Range(long from, long to) {
    public Range {
      if (from < 1 || to < from) {
        throw new IllegalArgumentException("not a range of sequence numbers: " + from + "-" + to);
      }
    }
  }

  static Holes of(List<Range> stored) {
    Holes holes = new Holes();
    stored.forEach(range -> holes.ranges.put(range.from(), range.to()));
    return holes;
  }

  /** The ranges in order. */
  public List<Range> ranges() {
    List<Range> list = new ArrayList<>(ranges.size());
    ranges.forEach((from, to) -> list.add(new Range(from, to)));
    return list;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public boolean contains(long number) {
    Map.Entry<Long, Long> range = ranges.floorEntry(number);
    return range != null && number <= range.getValue();
  }

  boolean full() {
    return ranges.size() >= MAX_RANGES;
  }

  /** Whether taking this number out leaves two ranges where one was. */
  boolean splitBy(long number) {
    Map.Entry<Long, Long> range = ranges.floorEntry(number);
    return range != null && range.getKey() < number && number < range.getValue();
  }

  void open(long from, long to) {
    ranges.put(from, to);
  }

  void take(long number) {
    Map.Entry<Long, Long> range = ranges.floorEntry(number);
    if (range == null || number > range.getValue()) {
      throw new IllegalStateException("number " + number + " lies in no hole");
    }
    long from = range.getKey();
    long to = range.getValue();
    ranges.remove(from);
    if (from < number) {
      ranges.put(from, number - 1);
    }
    if (number < to) {
      ranges.put(number + 1, to);
    }
  }
}
