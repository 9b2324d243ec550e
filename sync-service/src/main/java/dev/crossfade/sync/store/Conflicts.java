package dev.crossfade.sync.store;

import static dev.crossfade.sync.schema.Tables.CONFLICT;

import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;

/** Rows of snapshots that say something else than another source does, kept beside the records. */
public final class Conflicts {
  /** A person is to decide. */
  public static final String WAITING = "WAITING";

  private static final String KEPT = "KEPT";

  private Conflicts() {}

  /** What a source says of a record. */
  public record Key(RecordKey record, String source) {}

  /**
   * A row that is kept.
   *
   * @param blueprint that it was sent under, and that one's own version
   * @param offset where the row lies
   */
  public record Kept(
      Outcome.Conflict conflict, SchemaReference blueprint, long offset, Instant appended) {}

  /** Puts what is kept in place of what was kept before; nothing, where that is empty. */
  public static void replace(
      DSLContext tx, LogPartition of, Blueprints blueprints, Map<Key, Optional<Kept>> all) {
    Set<SchemaReference> schemas = new HashSet<>();
    all.values().forEach(kept -> kept.ifPresent(one -> schemas.add(one.blueprint())));
    Map<SchemaReference, Short> ids = blueprints.ids(schemas);
    List<Object[]> gone = new ArrayList<>();
    List<Object[]> kept = new ArrayList<>();
    all.forEach(
        (key, one) -> {
          if (one.isPresent()) {
            kept.add(values(of, key, one.get(), ids));
          } else {
            RecordKey record = key.record();
            gone.add(
                new Object[] {
                  of.migration(), record.tenant(), record.domain(), record.id(), key.source()
                });
          }
        });
    delete(tx, of, gone);
    upsert(tx, kept);
  }

  private static void delete(DSLContext tx, LogPartition of, List<Object[]> rows) {
    var c = CONFLICT;
    // Nearly always there is none, and nearly every event would ask.
    if (rows.isEmpty()
        || !tx.fetchExists(c, c.MIGRATION.eq(of.migration()), c.PARTITION.eq(of.partition()))) {
      return;
    }
    var delete =
        tx.deleteFrom(c)
            .where(
                c.MIGRATION.eq((Short) null),
                c.TENANT.eq((String) null),
                c.DOMAIN.eq((String) null),
                c.ID.eq((String) null),
                c.SOURCE.eq((String) null));
    tx.batch(delete, rows.toArray(Object[][]::new)).execute();
  }

  private static void upsert(DSLContext tx, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var c = CONFLICT;
    Map<Field<?>, Field<?>> update = new LinkedHashMap<>();
    for (Field<?> field : c.fields()) {
      update.put(field, DSL.excluded(field));
    }
    var upsert =
        tx.insertInto(c)
            .columns(c.fields())
            .values(new Object[c.fields().length])
            .onConflict(c.MIGRATION, c.TENANT, c.DOMAIN, c.ID, c.SOURCE)
            .doUpdate()
            .set(update);
    tx.batch(upsert, rows.toArray(Object[][]::new)).execute();
  }

  /** In the order of the table's columns. */
  private static Object[] values(
      LogPartition of, Key key, Kept kept, Map<SchemaReference, Short> ids) {
    Outcome.Conflict conflict = kept.conflict();
    Outcome.Side side = Objects.requireNonNull(conflict.incoming());
    byte[] document = Objects.requireNonNull(side.document()).bytes();
    return new Object[] {
      of.migration(),
      key.record().tenant(),
      key.record().domain(),
      key.record().id(),
      key.source(),
      of.partition(),
      kept.offset(),
      conflict.policy().name(),
      conflict.waits() ? WAITING : KEPT,
      JSON.valueOf(new String(document, StandardCharsets.UTF_8)),
      Objects.requireNonNull(ids.get(kept.blueprint())),
      side.schema().version(),
      conflict.existing().offset(),
      kept.appended()
    };
  }
}
