package dev.crossfade.testsupport.history;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a check.
 *
 * @param first the first violations, at most {@value Findings#MOST}
 * @param counts of all violations, by invariant
 * @param events in the log
 * @param acknowledged sendings with a position
 * @param records with a state
 */
public record Verdict(
    List<Violation> first,
    SortedMap<Integer, Long> counts,
    long events,
    long acknowledged,
    long records) {
  public Verdict {
    first = List.copyOf(first);
    counts = new TreeMap<>(counts);
  }

  /** Whether all held. */
  public boolean clean() {
    return counts.isEmpty();
  }

  /** Whether this invariant was broken. */
  public boolean breaks(int invariant) {
    return counts.containsKey(invariant);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(80);
    text.append(clean() ? "clean" : "violations " + counts)
        .append(": ")
        .append(events)
        .append(" events, ")
        .append(acknowledged)
        .append(" acknowledged, ")
        .append(records)
        .append(" records");
    first.forEach(violation -> text.append('\n').append(violation));
    return text.toString();
  }
}
