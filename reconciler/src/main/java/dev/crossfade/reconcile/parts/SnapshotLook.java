package dev.crossfade.reconcile.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Reference;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.parts.SnapshotCase.Shaped;
import dev.crossfade.reconcile.rows.StagedRows;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/**
 * Holds rows of snapshots against what stands, a thousand at once, within one transaction and the
 * fold at its position. For one thread.
 */
final class SnapshotLook {
  /** So many documents are staged at once. */
  static final int BATCH = 1_000;

  private final DSLContext tx;
  private final Work work;
  private final FoldView view;
  private final StagedRows staged;
  private final Sink sink;
  private final Map<RecordKey, SnapshotRow> waiting = new LinkedHashMap<>();

  SnapshotLook(DSLContext tx, Work work, FoldView view, Sink sink) {
    this.tx = tx;
    this.work = work;
    this.view = view;
    this.sink = sink;
    this.staged =
        new StagedRows(
            work.migrationId(),
            work.migration()::blueprint,
            work.migration().blueprint().orElseThrow());
  }

  /** What is seen of a row. */
  sealed interface Seen {
    /** It is no difference: it came out so. */
    record Fine(Count count) implements Seen {}

    /** It differs, by the position of the fold. */
    record Differs(Difference difference) implements Seen {}

    /** Nobody can tell. */
    record Untold() implements Seen {}
  }

  /** Is told what is seen, once of each row. */
  interface Sink {
    void seen(SnapshotRow row, Seen seen);

    /** A reference of the row's leads nowhere, on both sides. */
    void orphaned(SnapshotRow row, Difference finding);
  }

  /** Looks at a row, sooner or later. */
  void take(SnapshotRow row) {
    RecordKey key = row.read().record();
    if (waiting.containsKey(key) || waiting.size() == BATCH) {
      flush();
    }
    waiting.put(key, row);
  }

  /** Looks at all that was taken. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    BesideRecords beside = BesideRecords.of(tx, work.migrationId(), waiting.keySet());
    Map<SnapshotCase, Shaped> compared = new LinkedHashMap<>();
    List<StagedRows.Expected> expected = new ArrayList<>();
    waiting.forEach(
        (key, row) -> {
          String source = row.read().envelope().source().source();
          SnapshotCase of = SnapshotCase.of(view, row, beside.beside(key, source));
          Shaped shaped = of.compares() ? of.shaped(work.migration()) : null;
          if (shaped == null) {
            sink.seen(row, uncompared(of));
          } else {
            compared.put(of, shaped);
            expected.add(
                new StagedRows.Expected(key, null, shaped.schema().version(), shaped.document()));
          }
        });
    waiting.clear();
    if (!expected.isEmpty()) {
      Map<RecordKey, StagedRows.Found> found = staged.compare(tx, expected, true);
      compared.forEach(
          (of, shaped) -> {
            sink.seen(of.row(), seen(of, shaped, Objects.requireNonNull(found.get(of.record()))));
            orphaned(of, shaped);
          });
    }
  }

  private Seen uncompared(SnapshotCase of) {
    return switch (of.rule()) {
      case SUPERSEDED -> new Seen.Fine(Count.SUPERSEDED);
      case CONFLICTING -> new Seen.Fine(Count.CONFLICTING);
      case PARKED -> new Seen.Fine(Count.PARKED);
      case MISSING -> differs(of, DifferenceType.MISSING_RECORD, null, List.of());
      case COMPARE, COMPARE_FIELDS, INDETERMINATE -> new Seen.Untold();
      case EXTRA, NOT_CONCERNED -> throw new IllegalStateException("the snapshot has a row of it");
    };
  }

  private Seen seen(SnapshotCase of, Shaped shaped, StagedRows.Found found) {
    return switch (found) {
      case StagedRows.Found.Equal() -> new Seen.Fine(Count.VALID);
      case StagedRows.Found.Missing() ->
          differs(of, DifferenceType.MISSING_RECORD, null, List.of());
      case StagedRows.Found.Corrupted() ->
          differs(of, DifferenceType.CORRUPTED_RECORD, "unreadable", List.of());
      case StagedRows.Found.Untold(String why) -> new Seen.Untold();
      case StagedRows.Found.Fields(List<FieldDifference> all) -> {
        List<FieldDifference> fields = shaped.said(all);
        yield fields.isEmpty()
            ? new Seen.Fine(Count.VALID)
            : differs(of, DifferenceType.DATA_MISMATCH, inShort(fields), fields);
      }
    };
  }

  private Seen differs(
      SnapshotCase of, DifferenceType type, @Nullable String actual, List<FieldDifference> fields) {
    return new Seen.Differs(
        new Difference(type, of.record(), null, at(), SnapshotText.of(of.row()), actual, fields));
  }

  private Position at() {
    return new Position(view.partition(), view.nextOffset());
  }

  /** The same fields with the same values give the same; shows none of them. */
  private static String inShort(List<FieldDifference> fields) {
    return Digest.of(fields.toString().getBytes(UTF_8)).hex();
  }

  private void orphaned(SnapshotCase of, Shaped shaped) {
    SchemaReference schema = shaped.schema();
    Domain domain =
        work.migration()
            .blueprint(schema.blueprint())
            .flatMap(blueprint -> blueprint.domain(of.record().domain()))
            .orElseThrow();
    if (domain.referenceFields().isEmpty()) {
      return;
    }
    SourceKey source = of.row().read().envelope().source();
    List<FieldDifference> nowhere = new ArrayList<>();
    for (Reference reference : domain.mapping().references(shaped.sent())) {
      boolean there =
          work.migration()
              .blueprint(schema.blueprint())
              .flatMap(blueprint -> blueprint.domain(reference.domain()))
              .map(to -> isThere(to.recordKey(source, reference.id())))
              .orElse(true);
      if (!there) {
        nowhere.add(
            new FieldDifference(reference.pointer(), StringNode.valueOf(reference.id()), null));
      }
    }
    if (!nowhere.isEmpty()) {
      sink.orphaned(
          of.row(),
          new Difference(
              DifferenceType.ORPHANED_REFERENCE,
              of.record(),
              null,
              at(),
              SnapshotText.of(of.row()),
              inShort(nowhere),
              nowhere));
    }
  }

  /** Whether there is such a record, or one whose events wait. */
  private boolean isThere(RecordKey key) {
    FoldedDigest folded = view.digest(key);
    return folded == null ? view.record(key) != null : folded.digest() != null;
  }

  /**
   * How a record differs that its source's snapshot does not have; empty where its row is not there
   * either.
   */
  Optional<Difference> surplus(FoldedRecord record) {
    Document document = record.document();
    SchemaReference schema = record.state().schema();
    if (document != null && schema != null) {
      var expected = new StagedRows.Expected(record.record(), null, schema.version(), document);
      if (staged.compare(tx, List.of(expected), false).get(record.record())
          instanceof StagedRows.Found.Missing) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Difference(
            DifferenceType.EXTRA_RECORD,
            record.record(),
            null,
            at(),
            null,
            String.valueOf(record.state().digest()),
            List.of()));
  }
}
