package dev.crossfade.reconcile.run;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.compare.Difference.RowName;
import dev.crossfade.reconcile.compare.DifferenceType;

/**
 * What a difference is of: those of different runs with equal keys are the same one.
 *
 * @param table empty where it is not of one row, as {@code row} is
 * @param source whose snapshot says otherwise; empty where none does, as {@code snapshot} is
 */
record IssueKey(
    DifferenceType type,
    RecordKey record,
    String table,
    String row,
    String source,
    String snapshot) {

  static IssueKey of(Suspect suspect) {
    RowName row = suspect.difference().row();
    Suspect.SnapshotName of = suspect.of();
    return new IssueKey(
        suspect.difference().type(),
        suspect.difference().record(),
        row == null ? "" : row.table(),
        row == null ? "" : row.id(),
        of == null ? "" : of.source().source(),
        of == null ? "" : of.id());
  }
}
