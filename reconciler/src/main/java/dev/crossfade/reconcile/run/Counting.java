package dev.crossfade.reconcile.run;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The counts of a part, once its suspects have been looked at again. */
final class Counting {
  private Counting() {}

  /**
   * The counts as they are to be told: a record that was suspected counts as what became of it.
   *
   * @param first as the first look counted
   * @param suspects of the first look, in its order
   * @param confirmed those that were confirmed
   * @param undecided those that could not be told
   */
  static Map<String, DomainCounts> settled(
      Map<String, DomainCounts> first,
      List<Suspect> suspects,
      Set<IssueKey> confirmed,
      Set<IssueKey> undecided) {
    Map<Counted, Fate> fates = new LinkedHashMap<>();
    for (Suspect suspect : suspects) {
      DifferenceType type = suspect.difference().type();
      if (type.drift()) {
        Fate fate =
            fates.computeIfAbsent(
                new Counted(suspect.difference().record(), suspect.of()),
                key -> new Fate(count(type)));
        if (confirmed.contains(suspect.key()) && fate.becomes == null) {
          fate.becomes = count(type);
        }
        fate.undecided |= undecided.contains(suspect.key());
      }
    }
    Map<String, DomainCounts> settled = new HashMap<>(first);
    fates.forEach(
        (counted, fate) ->
            settled.merge(counted.record().domain(), fate.change(), DomainCounts::plus));
    return settled;
  }

  /** A record, which counts once for each snapshot that it is held against. */
  private record Counted(RecordKey record, Suspect.@Nullable SnapshotName of) {}

  private static Count count(DifferenceType type) {
    return switch (type) {
      case MISSING_RECORD -> Count.MISSING;
      case EXTRA_RECORD -> Count.EXTRA;
      case DATA_MISMATCH, CORRUPTED_RECORD -> Count.DIFFERENT;
      case ORPHANED_REFERENCE, DUPLICATE_ID, COUNT_MISMATCH ->
          throw new IllegalArgumentException("no record counts as that");
    };
  }

  /** What became of a record. */
  private static final class Fate {
    private final Count was;
    private @Nullable Count becomes;
    private boolean undecided;

    private Fate(Count was) {
      this.was = was;
    }

    /** What is added to the counts for it. */
    private DomainCounts change() {
      Count is = becomes != null ? becomes : undecided ? Count.INDETERMINATE : Count.VALID;
      Map<Count, Long> change = new EnumMap<>(Count.class);
      change.merge(was, -1L, Long::sum);
      change.merge(is, 1L, Long::sum);
      return new DomainCounts(0, 0, change);
    }
  }
}
