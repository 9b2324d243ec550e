package dev.crossfade.testsupport.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers violations: all are counted, the first are kept. */
final class Findings {
  static final int MOST = 100;

  private final List<Violation> first = new ArrayList<>();
  private final SortedMap<Integer, Long> counts = new TreeMap<>();

  void add(int invariant, Object about, @Nullable Object expected, @Nullable Object found) {
    counts.merge(invariant, 1L, Long::sum);
    if (first.size() < MOST) {
      first.add(
          new Violation(
              invariant, String.valueOf(about), String.valueOf(expected), String.valueOf(found)));
    }
  }

  Verdict verdict(long events, long acknowledged, long records) {
    return new Verdict(first, counts, events, acknowledged, records);
  }
}
