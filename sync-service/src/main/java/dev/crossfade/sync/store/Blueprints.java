package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.BLUEPRINT;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that stand for blueprints in the tables, as one transaction sees them: read once,
 * when they are first asked for. A number once given stays.
 */
public final class Blueprints {
  private final DSLContext tx;
  private final short migration;
  private @Nullable Map<Short, SchemaReference> known;

  public Blueprints(DSLContext tx, short migration) {
    this.tx = tx;
    this.migration = migration;
  }

  /** All that records were ever decided or written under. */
  public Map<Short, SchemaReference> all() {
    Map<Short, SchemaReference> all = known;
    if (all == null) {
      all = all(tx, migration);
      known = all;
    }
    return all;
  }

  /** All that records were ever decided or written under. */
  public static Map<Short, SchemaReference> all(DSLContext db, short migration) {
    var b = BLUEPRINT;
    Map<Short, SchemaReference> found = new HashMap<>();
    db.select(b.ID, b.DIGEST, b.VERSION)
        .from(b)
        .where(b.MIGRATION.eq(migration))
        .forEach(
            r -> found.put(r.value1(), new SchemaReference(Digest.stored(r.value2()), r.value3())));
    return found;
  }

  /** The numbers of these, given now where they have none. */
  Map<SchemaReference, Short> ids(Collection<SchemaReference> wanted) {
    Map<SchemaReference, Short> ids = new HashMap<>();
    if (wanted.isEmpty()) {
      return ids;
    }
    all().forEach((id, schema) -> ids.put(schema, id));
    // Not tried in vain: each try would use up a number.
    for (SchemaReference schema : wanted) {
      if (!ids.containsKey(schema)) {
        short id = add(tx, migration, schema);
        ids.put(schema, id);
        all().put(id, schema);
      }
    }
    return ids;
  }

  private static short add(DSLContext tx, short migration, SchemaReference schema) {
    var b = BLUEPRINT;
    tx.insertInto(b)
        .set(b.MIGRATION, migration)
        .set(b.DIGEST, schema.blueprint().bytes())
        .set(b.VERSION, schema.version())
        .onConflictDoNothing()
        .execute();
    return tx.select(b.ID)
        .from(b)
        .where(
            b.MIGRATION.eq(migration),
            b.DIGEST.eq(schema.blueprint().bytes()),
            b.VERSION.eq(schema.version()))
        .fetchSingle(b.ID);
  }
}
