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
      DomainCounts state = states.getOrDefault(name, DomainCounts.NONE);
      DomainCounts row = rows.getOrDefault(name, DomainCounts.NONE);
      all.put(name, rows.containsKey(name) ? both(state, row) : state);
    }
    return all;
  }

  private static DomainCounts both(DomainCounts state, DomainCounts row) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      long a = state.of(count);
      long b = row.of(count);
      counts.put(count, FOUND.contains(count) ? a + b : Math.max(a, b));
    }
    DomainCounts sum = new DomainCounts(0, 0, counts);
    long wrong = sum.of(Count.MISSING) + sum.of(Count.DIFFERENT) + sum.of(Count.INDETERMINATE);
    counts.put(Count.VALID, Math.max(0, sum.of(Count.COMPARED) - wrong));
    return new DomainCounts(
        Math.max(state.source(), row.source()), Math.max(state.target(), row.target()), counts);
  }
}
