package dev.crossfade.reconcile.parts;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.rows.StagedRows;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** Names the fields in which records differ: what the fold has, held against the rows. */
final class FieldLookup {
  /** More would not be shown. */
  private static final int MOST = 2_000;

  private static final int CHUNK = 200;

  private FieldLookup() {}

  /**
   * What came of it.
   *
   * @param suspects all of them, in their order
   * @param documents how many were read
   */
  record Named(List<Suspect> suspects, long documents) {}

  /**
   * The suspects, with the fields of those that have none yet and whose document is known.
   *
   * @param view of the partition that they are of, at the position of {@code tx}
   */
  static Named named(DSLContext tx, Work work, FoldView view, List<Suspect> suspects) {
    Map<RecordKey, StagedRows.Expected> wanted = new LinkedHashMap<>();
    for (Suspect suspect : suspects) {
      RecordKey key = suspect.difference().record();
      if (wanted.size() < MOST && suspect.difference().fields().isEmpty()) {
        FoldedRecord folded = view.record(key);
        Document document = folded == null ? null : folded.document();
        SchemaReference schema = folded == null ? null : folded.state().schema();
        if (folded != null && folded.exact() && document != null && schema != null) {
          wanted.put(key, new StagedRows.Expected(key, null, schema.version(), document));
        }
      }
    }
    if (wanted.isEmpty()) {
      return new Named(suspects, 0);
    }
    StagedRows rows =
        new StagedRows(
            work.migrationId(),
            work.migration()::blueprint,
            work.migration().blueprint().orElseThrow());
    Map<RecordKey, StagedRows.Found> found = new LinkedHashMap<>();
    List<StagedRows.Expected> all = List.copyOf(wanted.values());
    for (int from = 0; from < all.size(); from += CHUNK) {
      found.putAll(rows.compare(tx, all.subList(from, Math.min(all.size(), from + CHUNK)), true));
    }
    List<Suspect> named = new ArrayList<>();
    for (Suspect suspect : suspects) {
      Difference difference = suspect.difference();
      named.add(
          found.get(difference.record()) instanceof StagedRows.Found.Fields(var fields)
              ? new Suspect(difference.with(fields), suspect.of())
              : suspect);
    }
    return new Named(named, wanted.size());
  }
}
