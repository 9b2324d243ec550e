package dev.crossfade.standalone.compare;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.compare.RowHash;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.standalone.compare.LoadedMigration.Loaded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The comparison that anybody would write: every record's document mapped, every row fetched, both
 * held against each other in Java. Tenant by tenant, so that it fits into memory.
 */
final class PlainComparison {
  private static final int FETCH = 2_000;

  private final LoadedMigration migration;
  private long rows;

  PlainComparison(LoadedMigration migration) {
    this.migration = migration;
  }

  long rows() {
    return rows;
  }

  /** How many rows are not as they should be. */
  long differing() {
    var at = migration.site.node.database();
    Map<String, List<Loaded>> byTenant = new LinkedHashMap<>();
    migration.records.forEach(
        one -> byTenant.computeIfAbsent(one.key().tenant(), t -> new ArrayList<>()).add(one));
    try (Database database =
        new Database(new DatabaseSettings(at.url(), at.user(), at.password()), "plain", 1)) {
      return database.snapshot(
          tx -> {
            long differing = 0;
            for (Map.Entry<String, List<Loaded>> tenant : byTenant.entrySet()) {
              differing += differing(tx, tenant.getKey(), tenant.getValue());
            }
            return differing;
          });
    }
  }

  private long differing(DSLContext tx, String tenant, List<Loaded> records) {
    Map<RecordKey, Instant> times = new HashMap<>();
    tx.fetch(
            "select domain, id, written_time from crossfade.record_state where tenant = {0}",
            org.jooq.impl.DSL.val(tenant))
        .forEach(
            r ->
                times.put(
                    new RecordKey(tenant, r.get(0, String.class), r.get(1, String.class)),
                    r.get(2, Instant.class)));
    Map<RowKey, UUID> expected = new HashMap<>();
    for (Loaded record : records) {
      Domain domain = migration.blueprint.domain(record.key().domain()).orElseThrow();
      byte[] json = record.sample().document().toString().getBytes(StandardCharsets.UTF_8);
      RecordContext context =
          new RecordContext(
              record.key(),
              record.source().source(),
              times.getOrDefault(record.key(), Instant.EPOCH));
      if (domain.mapping().forward(Document.parse(json), context)
          instanceof Forward.Mapped mapped) {
        mapped.allRows().forEach(row -> expected.put(row.key(), RowHash.of(row)));
      }
    }
    long differing = 0;
    for (Table table : migration.blueprint.tablesParentsFirst()) {
      differing += differing(tx, tenant, table, expected);
    }
    return differing + expected.size();
  }

  /** Takes out of what is expected what is there. */
  private long differing(DSLContext tx, String tenant, Table table, Map<RowKey, UUID> expected) {
    var column = table.tenantColumn();
    long differing = 0;
    try (var cursor =
        tx.select(table.columns().stream().map(UserTables::field).toList())
            .from(UserTables.table(table))
            .where(
                column == null
                    ? org.jooq.impl.DSL.noCondition()
                    : UserTables.field(column).eq((Object) tenant))
            .fetchSize(FETCH)
            .fetchLazy()) {
      for (org.jooq.Record record : cursor) {
        @Nullable Object[] values = record.intoArray();
        for (int i = 0; i < values.length; i++) {
          if (values[i] instanceof JSONB json && table.columns().get(i).type() == SqlType.JSONB) {
            values[i] = json.data();
          }
        }
        Row row = new Row(table, values);
        rows++;
        differing += RowHash.of(row).equals(expected.remove(row.key())) ? 0 : 1;
      }
    }
    return differing;
  }
}
