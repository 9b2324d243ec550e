package dev.crossfade.reconcile.parts;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.decide.FieldFill;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import dev.crossfade.reconcile.snapshot.SnapshotRule;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * A row of a snapshot beside what the log made of its record.
 *
 * @param folded null where the log made nothing of it
 */
record SnapshotCase(SnapshotRow row, @Nullable FoldedRecord folded, SnapshotRule rule) {

  /**
   * What a record is to be by a row.
   *
   * @param sent the row's document in this form
   * @param document with what others have filled in
   */
  record Shaped(Document sent, Document document, SchemaReference schema) {
    /** Those of the differences that the row itself says something about. */
    List<FieldDifference> said(List<FieldDifference> found) {
      return found.stream().filter(one -> says(one.field())).toList();
    }

    private boolean says(String field) {
      return !field.startsWith("/") || !sent.tree().at(JsonPointer.compile(field)).isMissingNode();
    }
  }

  /** The case of a row at a fold's position. */
  static SnapshotCase of(FoldView view, SnapshotRow row, Beside beside) {
    RecordRead read = row.read();
    FoldedRecord folded = view.record(read.record());
    SnapshotRule rule =
        SnapshotRule.of(
            folded == null ? RecordState.ABSENT : folded.state(),
            read.envelope().source().source(),
            read.snapshot().watermark(),
            row.offset(),
            beside);
    boolean compares = rule == SnapshotRule.COMPARE || rule == SnapshotRule.COMPARE_FIELDS;
    return new SnapshotCase(
        row,
        folded,
        compares && folded != null && !isOfPosition(folded) ? SnapshotRule.INDETERMINATE : rule);
  }

  /** Whether what is known of a record behind the position is what it was there. */
  private static boolean isOfPosition(FoldedRecord folded) {
    Position made = folded.state().position();
    return folded.exact()
        || (folded.at() != null
            && made != null
            && folded.at().offset() == made.offset()
            && Objects.equals(folded.at().digest(), folded.state().digest()));
  }

  RecordKey record() {
    return row.read().record();
  }

  boolean compares() {
    return rule == SnapshotRule.COMPARE || rule == SnapshotRule.COMPARE_FIELDS;
  }

  /** What the record is to be; null where its blueprint is not known here. */
  @Nullable Shaped shaped(Migration migration) {
    RecordRead read = row.read();
    SchemaReference was = folded == null ? null : folded.state().schema();
    SchemaReference later =
        was != null && was.version() >= read.schema().version() ? was : read.schema();
    Blueprint blueprint = migration.blueprint(later.blueprint()).orElse(null);
    Domain domain = blueprint == null ? null : blueprint.domain(record().domain()).orElse(null);
    if (blueprint == null || domain == null) {
      return null;
    }
    Document sent = domain.upcast(read.schema().version(), read.data());
    Document whole = sent;
    Document decided = folded == null ? null : folded.document();
    if (rule == SnapshotRule.COMPARE_FIELDS && was != null && decided != null) {
      whole = FieldFill.of(sent, domain.upcast(was.version(), decided)).document();
    }
    return new Shaped(
        sent, whole, new SchemaReference(blueprint.digest(), blueprint.schemaVersion()));
  }
}
