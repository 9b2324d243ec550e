package dev.crossfade.reconcile.parts;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldLostException;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.parts.SnapshotCase.Shaped;
import dev.crossfade.reconcile.report.Remedy;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import dev.crossfade.reconcile.snapshot.SnapshotRows;
import dev.crossfade.reconcile.snapshot.SnapshotRows.Complete;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a record: the fold at its end, and for an issue of a snapshot the snapshot's
 * row, as long as the record is by the fold what that row says. Rows that no record has cannot be
 * put right so.
 */
public final class FoldRemedy implements Remedy {
  private final Folds folds;
  private final Map<String, String> kafka;

  /**
   * @param kafka what reaches and authenticates with the broker
   */
  public FoldRemedy(Folds folds, Map<String, String> kafka) {
    this.folds = folds;
    this.kafka = Map.copyOf(kafka);
  }

  @Override
  public Map<UUID, Cure> of(Migration migration, List<Issue> issues) {
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    Map<UUID, Cure> cures = new HashMap<>();
    Map<Integer, Map<Long, Issue>> rows = new TreeMap<>();
    for (Issue issue : issues) {
      if (issue.record().tenant().isEmpty()) {
        continue;
      }
      int partition = Partitioner.partition(issue.record().tenant(), partitions);
      OptionalLong row = SnapshotText.offset(issue.expected());
      if (issue.level() != Level.SNAPSHOT) {
        at(migration, partition, view -> put(cures, issue, said(view, issue)));
      } else if (row.isPresent()) {
        rows.computeIfAbsent(partition, p -> new TreeMap<>()).put(row.getAsLong(), issue);
      } else {
        at(migration, partition, view -> put(cures, issue, removed(view, issue)));
      }
    }
    if (!rows.isEmpty()) {
      held(migration, rows, (issue, cure) -> put(cures, issue, cure));
    }
    return cures;
  }

  private static void put(Map<UUID, Cure> cures, Issue issue, @Nullable Cure cure) {
    if (cure != null) {
      cures.put(issue.id(), cure);
    }
  }

  private interface Reading {
    void of(FoldView view);
  }

  /** Reads the fold at its end, if it is here. */
  private void at(Migration migration, int partition, Reading reading) {
    folds
        .of(migration)
        .ifPresent(
            fold -> {
              if (fold.atEnd(partition) instanceof FoldAnswer.At(FoldView view)) {
                try (view) {
                  reading.of(view);
                } catch (FoldLostException e) {
                  // Then nobody here knows: another instance may.
                  return;
                }
              }
            });
  }

  /** What the log says. */
  private static @Nullable Cure said(FoldView view, Issue issue) {
    FoldedRecord folded = view.record(issue.record());
    Position base = folded == null ? null : folded.state().position();
    SchemaReference schema = folded == null ? null : folded.state().schema();
    return folded == null || base == null || schema == null
        ? null
        : new Cure(base, folded.document(), schema);
  }

  /** The snapshot that the issue is of; null where the source has sent another one since. */
  private static @Nullable Complete of(FoldView view, Issue issue) {
    SourceKey source = new SourceKey(issue.record().tenant(), issue.source());
    SnapshotState latest = SnapshotSources.latest(view, source);
    return latest != null && latest.snapshot().id().equals(issue.snapshot())
        ? new Complete(source, latest)
        : null;
  }

  /** A delete, of what its source does not hold any more. */
  private static @Nullable Cure removed(FoldView view, Issue issue) {
    FoldedRecord folded = view.record(issue.record());
    Complete of = of(view, issue);
    Position base = folded == null ? null : folded.state().position();
    SchemaReference schema = folded == null ? null : folded.state().schema();
    boolean extra =
        issue.type().equals(DifferenceType.EXTRA_RECORD.word())
            && of != null
            && folded != null
            && SnapshotComparison.isExtra(folded, of, Beside.NOTHING);
    return extra && base != null && schema != null ? new Cure(base, null, schema) : null;
  }

  /** What the source holds. */
  private void held(
      Migration migration,
      Map<Integer, Map<Long, Issue>> rows,
      BiConsumer<Issue, @Nullable Cure> each) {
    try (SnapshotRows log = SnapshotsPart.rows(migration, kafka)) {
      rows.forEach(
          (partition, issues) -> {
            List<SnapshotRow> found = log.at(partition, new TreeSet<>(issues.keySet()));
            at(
                migration,
                partition,
                view ->
                    found.forEach(
                        row -> {
                          Issue issue = issues.get(row.offset());
                          if (issue != null) {
                            each.accept(issue, held(migration, view, issue, row));
                          }
                        }));
          });
    } catch (KafkaException e) {
      // Then none of these is known, and they are left.
      return;
    }
  }

  private static @Nullable Cure held(
      Migration migration, FoldView view, Issue issue, SnapshotRow row) {
    if (of(view, issue) == null || !row.read().record().equals(issue.record())) {
      return null;
    }
    SnapshotCase now = SnapshotCase.of(view, row, Beside.NOTHING);
    Shaped shaped = now.compares() ? now.shaped(migration) : null;
    Position base = now.folded() == null ? null : now.folded().state().position();
    return shaped == null || base == null
        ? null
        : new Cure(base, shaped.document(), shaped.schema());
  }
}
