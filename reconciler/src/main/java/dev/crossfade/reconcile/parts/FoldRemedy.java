package dev.crossfade.reconcile.parts;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldLostException;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.report.Remedy;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.Level;
import java.util.Optional;

/**
 * What the log says of a record: the fold at its end. Rows that no record has cannot be put right
 * so, nor what a snapshot says.
 */
public final class FoldRemedy implements Remedy {
  private final Folds folds;

  public FoldRemedy(Folds folds) {
    this.folds = folds;
  }

  @Override
  public Optional<Cure> of(Migration migration, Issue issue) {
    if (issue.level() == Level.SNAPSHOT) {
      return Optional.empty();
    }
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    int partition = Partitioner.partition(issue.record().tenant(), partitions);
    return folds
        .of(migration)
        .filter(fold -> !issue.record().tenant().isEmpty())
        .flatMap(
            fold ->
                fold.atEnd(partition) instanceof FoldAnswer.At(FoldView view)
                    ? cure(view, issue)
                    : Optional.empty());
  }

  private static Optional<Cure> cure(FoldView view, Issue issue) {
    try (view) {
      FoldedRecord folded = view.record(issue.record());
      Position base = folded == null ? null : folded.state().position();
      SchemaReference schema = folded == null ? null : folded.state().schema();
      return folded == null || base == null || schema == null
          ? Optional.empty()
          : Optional.of(new Cure(base, folded.document(), schema));
    } catch (FoldLostException e) {
      return Optional.empty();
    }
  }
}
