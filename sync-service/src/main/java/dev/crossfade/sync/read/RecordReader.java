package dev.crossfade.sync.read;

import static dev.crossfade.database.schema.Tables.BLUEPRINT;
import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.HELD_EVENT;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Filter;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.rows.RowReader;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads records, each with the version that its rows show. Rows, states and the applied position
 * come from one snapshot of the database. Thread-safe.
 */
public final class RecordReader {
  private static final Field<Boolean> PARKED =
      DSL.field(
              DSL.exists(
                  DSL.selectOne()
                      .from(PARKED_WRITE)
                      .where(
                          PARKED_WRITE.MIGRATION.eq(RECORD_STATE.MIGRATION),
                          PARKED_WRITE.TENANT.eq(RECORD_STATE.TENANT),
                          PARKED_WRITE.DOMAIN.eq(RECORD_STATE.DOMAIN),
                          PARKED_WRITE.ID.eq(RECORD_STATE.ID))))
          .as("parked");
  private static final Field<Boolean> HELD =
      DSL.field(
              DSL.exists(
                  DSL.selectOne()
                      .from(HELD_EVENT)
                      .where(
                          HELD_EVENT.MIGRATION.eq(RECORD_STATE.MIGRATION),
                          HELD_EVENT.TENANT.eq(RECORD_STATE.TENANT),
                          HELD_EVENT.DOMAIN.eq(RECORD_STATE.DOMAIN),
                          HELD_EVENT.ID.eq(RECORD_STATE.ID))))
          .as("held");

  private static final Field<Boolean> CONFLICTS =
      DSL.field(
              DSL.exists(
                  DSL.selectOne()
                      .from(CONFLICT)
                      .where(
                          CONFLICT.MIGRATION.eq(RECORD_STATE.MIGRATION),
                          CONFLICT.TENANT.eq(RECORD_STATE.TENANT),
                          CONFLICT.DOMAIN.eq(RECORD_STATE.DOMAIN),
                          CONFLICT.ID.eq(RECORD_STATE.ID),
                          CONFLICT.STATE.eq(Conflicts.WAITING))))
          .as("conflicts");

  private final SyncStore store;

  public RecordReader(SyncStore store) {
    this.store = store;
  }

  /** Whose records are read, and in which partition they are decided. */
  public record Scope(LogPartition partition, String tenant, Domain domain, PastDomains past) {}

  /** One record, as of {@code nextOffset}. */
  record One(StoredRecord record, long nextOffset) {}

  /**
   * A page of records in the order of their ids.
   *
   * @param next the id to go on after; null behind the last page
   */
  record Page(List<StoredRecord> records, @Nullable String next, long nextOffset) {}

  One one(Scope scope, String id) {
    return store
        .reads()
        .snapshot(
            db -> {
              Condition here = of(scope).and(RECORD_STATE.ID.eq(id));
              Record state = select(db).where(here).fetchOne();
              StoredRecord found =
                  state == null
                      ? new StoredRecord(id, null, heldOnly(db, scope, id), null)
                      : documents(db, scope, List.of(state)).getFirst();
              return new One(found, nextOffset(db, scope));
            });
  }

  /** Those of these ids, as a caller's snapshot has them; of one that is not there, why not. */
  public static Map<String, StoredRecord> among(
      DSLContext snapshot, Scope scope, Collection<String> ids) {
    Condition wanted = RECORD_STATE.ID.eq(DSL.any(ids.toArray(String[]::new)));
    List<? extends Record> states = select(snapshot).where(of(scope).and(wanted)).fetch();
    Map<String, StoredRecord> found = new HashMap<>();
    documents(snapshot, scope, states).forEach(record -> found.put(record.id(), record));
    for (String id : ids) {
      if (!found.containsKey(id)) {
        found.put(id, new StoredRecord(id, null, heldOnly(snapshot, scope, id), null));
      }
    }
    return found;
  }

  Page page(Scope scope, List<Filter.Equal> filters, @Nullable String after, int limit) {
    return store
        .reads()
        .snapshot(
            db -> {
              Table table = scope.domain().mapping().recordTable();
              Field<UUID> rowId = UserTables.field(table, table.idColumn()).coerce(UUID.class);
              Column tenant = table.tenantColumn();
              Condition joined = rowId.eq(RECORD_STATE.ROW_ID);
              if (tenant != null) {
                joined = joined.and(UserTables.field(table, tenant).eq(scope.tenant()));
              }
              Condition where = of(scope);
              for (Filter.Equal filter : filters) {
                where = where.and(UserTables.field(table, filter.column()).eq(filter.value()));
              }
              if (after != null) {
                where = where.and(RECORD_STATE.ID.gt(after));
              }
              Result<?> states =
                  select(db)
                      .join(UserTables.table(table))
                      .on(joined)
                      .where(where)
                      .orderBy(RECORD_STATE.ID)
                      .limit(limit + 1)
                      .fetch();
              boolean more = states.size() > limit;
              List<? extends Record> shown = more ? states.subList(0, limit) : states;
              String next = more ? shown.getLast().get(RECORD_STATE.ID) : null;
              return new Page(documents(db, scope, shown), next, nextOffset(db, scope));
            });
  }

  private static org.jooq.SelectJoinStep<?> select(DSLContext db) {
    return db.select(
            RECORD_STATE.ID,
            RECORD_STATE.ROW_ID,
            RECORD_STATE.WRITTEN_OFFSET,
            RECORD_STATE.DOCUMENT,
            RECORD_STATE.HELD_OFFSET,
            RECORD_STATE.DOCUMENT_VERSION,
            BLUEPRINT.DIGEST,
            BLUEPRINT.VERSION,
            PARKED,
            HELD,
            CONFLICTS)
        .from(RECORD_STATE)
        .leftJoin(BLUEPRINT)
        .on(BLUEPRINT.ID.eq(RECORD_STATE.WRITTEN_BLUEPRINT));
  }

  private static Condition of(Scope scope) {
    return RECORD_STATE
        .MIGRATION
        .eq(scope.partition().migration())
        .and(RECORD_STATE.TENANT.eq(scope.tenant()))
        .and(RECORD_STATE.DOMAIN.eq(scope.domain().name()));
  }

  private static List<StoredRecord> documents(
      DSLContext db, Scope scope, List<? extends Record> states) {
    Map<Domain, List<RecordKey>> wanted = new HashMap<>();
    for (Record state : states) {
      // Without it, a row of that id, if there is one, is another record's.
      if (state.get(RECORD_STATE.ROW_ID) != null) {
        // Not yet rewritten since a publish: its rows mean what they meant when they were written.
        Domain writtenAs = scope.past().domain(state.get(BLUEPRINT.DIGEST), scope.domain());
        wanted
            .computeIfAbsent(writtenAs, d -> new ArrayList<>())
            .add(key(scope, state.get(RECORD_STATE.ID)));
      }
    }
    RowReader reader = new RowReader(db, scope.partition().migration(), scope.tenant());
    Map<RecordKey, ObjectNode> rows = new HashMap<>();
    wanted.forEach((domain, ofDomain) -> rows.putAll(reader.read(domain, ofDomain)));
    List<StoredRecord> records = new ArrayList<>();
    for (Record state : states) {
      String id = state.get(RECORD_STATE.ID);
      Long written = state.get(RECORD_STATE.WRITTEN_OFFSET);
      ObjectNode data = rows.get(key(scope, id));
      var captured = state.get(RECORD_STATE.DOCUMENT);
      if (data != null && captured != null) {
        byte[] bytes = captured.data().getBytes(StandardCharsets.UTF_8);
        data =
            present(scope, Document.stored(bytes).tree(), state.get(RECORD_STATE.DOCUMENT_VERSION));
      } else if (data != null) {
        data = present(scope, data, state.get(BLUEPRINT.VERSION));
      }
      Position position =
          written == null ? null : new Position(scope.partition().partition(), written);
      records.add(new StoredRecord(id, position, stateOf(state), data));
    }
    return records;
  }

  private static ObjectNode present(Scope scope, ObjectNode data, @Nullable Integer version) {
    return version != null && scope.domain().knowsLess(version, Integer.MAX_VALUE)
        ? scope.domain().upcast(version, Document.of(data)).tree()
        : data;
  }

  private static RecordKey key(Scope scope, String id) {
    return new RecordKey(scope.tenant(), scope.domain().name(), id);
  }

  private static @Nullable String stateOf(Record state) {
    if (Boolean.TRUE.equals(state.get(PARKED))) {
      return "parked";
    }
    boolean held =
        state.get(RECORD_STATE.HELD_OFFSET) != null || Boolean.TRUE.equals(state.get(HELD));
    if (held) {
      return "held";
    }
    return Boolean.TRUE.equals(state.get(CONFLICTS)) ? "conflict" : null;
  }

  private static @Nullable String heldOnly(DSLContext db, Scope scope, String id) {
    boolean held =
        dev.crossfade.sync.store.HeldEvents.any(db, scope.partition().migration(), key(scope, id));
    return held ? "held" : null;
  }

  private static long nextOffset(DSLContext db, Scope scope) {
    Positions.Applied applied = Positions.read(db, scope.partition());
    return applied == null ? 0 : applied.nextOffset();
  }
}
