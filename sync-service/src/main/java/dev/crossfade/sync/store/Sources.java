package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.REMEMBERED_IDS;
import static dev.crossfade.database.schema.Tables.SOURCE_PROGRESS;

import dev.crossfade.core.decide.Holes;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.SourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The numbers that each source has used, and the ids it used them for. */
public final class Sources {
  private Sources() {}

  /** These sources as stored, their ids left where they are; unknown ones are left out. */
  public static Map<SourceKey, SourceProgress> read(
      DSLContext db, short migration, Collection<SourceKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var s = SOURCE_PROGRESS;
    var k =
        DSL.table(
            "unnest({0}, {1}) as k (tenant, source)",
            DSL.val(keys.stream().map(SourceKey::tenant).toArray(String[]::new)),
            DSL.val(keys.stream().map(SourceKey::source).toArray(String[]::new)));
    Map<SourceKey, SourceProgress> found = HashMap.newHashMap(keys.size());
    db.select(s.TENANT, s.SOURCE, s.LAST_SEQUENCE, s.TAKEN, s.HOLES)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.SOURCE.eq(DSL.field("k.source", String.class)))
        .forEach(
            r ->
                found.put(
                    new SourceKey(r.value1(), r.value2()),
                    SourceProgress.stored(r.value3(), r.value4(), ranges(r.value5()))));
    return found;
  }

  /** The ids of a source's latest events, oldest first. */
  public static List<Used> readIds(DSLContext db, short migration, SourceKey key) {
    var r = REMEMBERED_IDS;
    List<Used> used = new ArrayList<>();
    db.select(r.SEQUENCES, r.EVENT_IDS)
        .from(r)
        .where(r.MIGRATION.eq(migration), r.TENANT.eq(key.tenant()), r.SOURCE.eq(key.source()))
        .orderBy(r.FIRST_TAKEN)
        .forEach(
            row -> {
              for (int i = 0; i < row.value1().length; i++) {
                used.add(new Used(row.value1()[i], row.value2()[i]));
              }
            });
    return used;
  }

  /** Stores what was taken in this batch, and forgets ids that nobody asks for any more. */
  public static void write(
      DSLContext tx, short migration, Map<SourceKey, SourceProgress> sources, Instant lastAppend) {
    List<Object[]> progress = new ArrayList<>();
    List<Object[]> ids = new ArrayList<>();
    List<Object[]> forgotten = new ArrayList<>();
    sources.forEach(
        (key, source) -> {
          List<Used> taken = source.taken();
          if (taken.isEmpty()) {
            return;
          }
          long last = source.count();
          long first = last - taken.size() + 1;
          progress.add(
              new Object[] {
                migration,
                key.tenant(),
                key.source(),
                source.last(),
                last,
                flat(source.holes()),
                lastAppend
              });
          ids.add(
              new Object[] {
                migration,
                key.tenant(),
                key.source(),
                first,
                last,
                taken.stream().map(Used::sequence).toArray(Long[]::new),
                taken.stream().map(Used::id).toArray(String[]::new)
              });
          if (first > SourceProgress.REMEMBERED) {
            forgotten.add(
                new Object[] {
                  migration, key.tenant(), key.source(), last - SourceProgress.REMEMBERED
                });
          }
        });
    writeProgress(tx, progress);
    writeIds(tx, ids, forgotten);
  }

  private static void writeProgress(DSLContext tx, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var s = SOURCE_PROGRESS;
    var upsert =
        tx.insertInto(s)
            .columns(s.fields())
            .values(new Object[s.fields().length])
            .onConflict(s.MIGRATION, s.TENANT, s.SOURCE)
            .doUpdate()
            .set(s.LAST_SEQUENCE, DSL.excluded(s.LAST_SEQUENCE))
            .set(s.TAKEN, DSL.excluded(s.TAKEN))
            .set(s.HOLES, DSL.excluded(s.HOLES))
            .set(s.LAST_APPEND, DSL.excluded(s.LAST_APPEND));
    tx.batch(upsert, rows.toArray(Object[][]::new)).execute();
  }

  private static void writeIds(DSLContext tx, List<Object[]> rows, List<Object[]> forgotten) {
    var r = REMEMBERED_IDS;
    if (!rows.isEmpty()) {
      var insert = tx.insertInto(r).columns(r.fields()).values(new Object[r.fields().length]);
      tx.batch(insert, rows.toArray(Object[][]::new)).execute();
    }
    if (!forgotten.isEmpty()) {
      var delete =
          tx.deleteFrom(r)
              .where(
                  r.MIGRATION.eq((Short) null),
                  r.TENANT.eq((String) null),
                  r.SOURCE.eq((String) null),
                  r.LAST_TAKEN.le((Long) null));
      tx.batch(delete, forgotten.toArray(Object[][]::new)).execute();
    }
  }

  private static Long[] flat(List<Holes.Range> holes) {
    Long[] flat = new Long[holes.size() * 2];
    for (int i = 0; i < holes.size(); i++) {
      flat[2 * i] = holes.get(i).from();
      flat[2 * i + 1] = holes.get(i).to();
    }
    return flat;
  }

  private static List<Holes.Range> ranges(Long[] flat) {
    List<Holes.Range> ranges = new ArrayList<>(flat.length / 2);
    for (int i = 0; i < flat.length; i += 2) {
      ranges.add(new Holes.Range(flat[i], flat[i + 1]));
    }
    return ranges;
  }
}
