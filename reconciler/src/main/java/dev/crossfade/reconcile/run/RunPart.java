package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run as it stands.
 *
 * @param part a partition, or {@link Work#TABLES}
 * @param expected about how many records there are
 * @param positions where it was compared, by partition: the first event that does not count
 * @param why what could not be told of it; shows no data
 * @param unclear the tenants of which something could not be told
 */
public record RunPart(
    int part,
    State state,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    long expected,
    Map<Integer, Long> positions,
    @Nullable String why,
    Map<String, DomainCounts> domains,
    Cost cost,
    List<String> unclear) {
  /** How far it has come. */
  public enum State {
    OPEN,
    DONE,
    INDETERMINATE;

    /** As the table and reports spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether anything of it could not be told. */
  boolean indeterminate() {
    return state == State.INDETERMINATE
        || why != null
        || !unclear.isEmpty()
        || domains.values().stream()
            .anyMatch(counts -> counts.of(DomainCounts.Count.INDETERMINATE) > 0);
  }
}
