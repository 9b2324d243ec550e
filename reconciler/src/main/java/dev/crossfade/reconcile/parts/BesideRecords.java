package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * What sync keeps beside records, as one transaction sees it: sides of conflicts, parked writes.
 */
final class BesideRecords {
  private final Map<RecordKey, Set<String>> sides = new HashMap<>();
  private final Set<RecordKey> parked = new HashSet<>();

  private BesideRecords() {}

  /** That of these records. */
  static BesideRecords of(DSLContext tx, short migration, Collection<RecordKey> records) {
    BesideRecords found = new BesideRecords();
    Table<?> keys =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(records.stream().map(RecordKey::tenant).toArray(String[]::new)),
            DSL.val(records.stream().map(RecordKey::domain).toArray(String[]::new)),
            DSL.val(records.stream().map(RecordKey::id).toArray(String[]::new)));
    var tenant = DSL.field("k.tenant", String.class);
    var domain = DSL.field("k.domain", String.class);
    var id = DSL.field("k.id", String.class);
    var c = CONFLICT;
    tx.select(c.TENANT, c.DOMAIN, c.ID, c.SOURCE)
        .from(keys)
        .join(c)
        .on(c.MIGRATION.eq(migration), c.TENANT.eq(tenant), c.DOMAIN.eq(domain), c.ID.eq(id))
        .forEach(
            r ->
                found
                    .sides
                    .computeIfAbsent(
                        new RecordKey(r.value1(), r.value2(), r.value3()), k -> new HashSet<>())
                    .add(r.value4()));
    var p = PARKED_WRITE;
    tx.select(p.TENANT, p.DOMAIN, p.ID)
        .from(keys)
        .join(p)
        .on(p.MIGRATION.eq(migration), p.TENANT.eq(tenant), p.DOMAIN.eq(domain), p.ID.eq(id))
        .forEach(r -> found.parked.add(new RecordKey(r.value1(), r.value2(), r.value3())));
    return found;
  }

  /** What is beside a record, as a snapshot of the source is held against it. */
  Beside beside(RecordKey record, String source) {
    return new Beside(
        sides.getOrDefault(record, Set.of()).contains(source), parked.contains(record));
  }
}
