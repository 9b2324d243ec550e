package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The counts of a run, over all its parts. */
public final class Totals {
  private static final Set<Count> FOUND = Set.of(Count.MISSING, Count.EXTRA, Count.DIFFERENT);

  private Totals() {}

  /**
   * By domain. The tables as a whole are the same records once more, so what both parts have looked
   * at counts once, and what either found counts.
   */
  public static Map<String, DomainCounts> of(List<RunPart> parts) {
    Map<String, DomainCounts> states = new TreeMap<>();
    Map<String, DomainCounts> rows = new TreeMap<>();
    for (RunPart part : parts) {
      Map<String, DomainCounts> into = part.part() == Work.TABLES ? rows : states;
      part.domains().forEach((name, counts) -> into.merge(name, counts, DomainCounts::plus));
    }
    Set<String> names = new TreeSet<>(states.keySet());
    names.addAll(rows.keySet());
    Map<String, DomainCounts> all = new TreeMap<>();
    for (String name : names) {
      DomainCounts state = states.get(name);
      DomainCounts row = rows.get(name);
      all.put(name, state == null ? require(row) : row == null ? state : both(state, row));
    }
    return all;
  }

  private static DomainCounts require(DomainCounts counts) {
    return java.util.Objects.requireNonNull(counts);
  }

  private static DomainCounts both(DomainCounts state, DomainCounts row) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      long a = state.of(count);
      long b = row.of(count);
      counts.put(count, FOUND.contains(count) ? a + b : Math.max(a, b));
    }
    long wrong = counts.get(Count.MISSING) + counts.get(Count.DIFFERENT);
    counts.put(
        Count.VALID,
        Math.max(0, counts.get(Count.COMPARED) - wrong - counts.get(Count.INDETERMINATE)));
    return new DomainCounts(
        Math.max(state.source(), row.source()), Math.max(state.target(), row.target()), counts);
  }
}
