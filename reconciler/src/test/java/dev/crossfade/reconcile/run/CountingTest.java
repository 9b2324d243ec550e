package dev.crossfade.reconcile.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CountingTest {
  private static Suspect suspect(DifferenceType type, String id) {
    return new Suspect(
        new Difference(
            type,
            new RecordKey("t", "students", id),
            null,
            new Position(0, 9),
            "e",
            "a",
            List.of()),
        null);
  }

  @Test
  @DisplayName("a suspect counts as what became of it")
  void settled() {
    // given
    Suspect gone = suspect(DifferenceType.DATA_MISMATCH, "1");
    Suspect there = suspect(DifferenceType.DATA_MISMATCH, "2");
    Suspect open = suspect(DifferenceType.MISSING_RECORD, "3");
    Suspect told = suspect(DifferenceType.ORPHANED_REFERENCE, "4");
    var first =
        new DomainCounts(
            10,
            10,
            Map.of(Count.COMPARED, 10L, Count.VALID, 7L, Count.DIFFERENT, 2L, Count.MISSING, 1L));
    // when
    Map<String, DomainCounts> settled =
        Counting.settled(
            Map.of("students", first),
            List.of(gone, there, open, told),
            Set.of(there.key()),
            Set.of(open.key()));
    // then
    assertThat(settled).containsOnlyKeys("students");
    DomainCounts counts = settled.getOrDefault("students", DomainCounts.NONE);
    assertThat(counts.of(Count.VALID)).isEqualTo(8);
    assertThat(counts.of(Count.DIFFERENT)).isEqualTo(1);
    assertThat(counts.of(Count.MISSING)).isZero();
    assertThat(counts.of(Count.INDETERMINATE)).isEqualTo(1);
    assertThat(counts.of(Count.COMPARED)).isEqualTo(10);
  }

  @Test
  @DisplayName("a record that two snapshots have counts twice, and each as what became of it")
  void twoSnapshots() {
    // given
    Suspect one = suspect(DifferenceType.DATA_MISMATCH, "1");
    Suspect ofX = new Suspect(one.difference(), snapshot("x"));
    Suspect ofY = new Suspect(one.difference(), snapshot("y"));
    var first = new DomainCounts(2, 1, Map.of(Count.COMPARED, 2L, Count.DIFFERENT, 2L));
    // when
    DomainCounts settled =
        Counting.settled(Map.of("students", first), List.of(ofX, ofY), Set.of(ofX.key()), Set.of())
            .getOrDefault("students", DomainCounts.NONE);
    // then
    assertThat(settled.of(Count.DIFFERENT)).isEqualTo(1);
    assertThat(settled.of(Count.VALID)).isEqualTo(1);
  }

  private static Suspect.SnapshotName snapshot(String source) {
    return new Suspect.SnapshotName(new SourceKey("t", source), "one");
  }
}
