package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.BLUEPRINT;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.FieldChangesText;
import dev.crossfade.core.decide.KnownText;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.rows.WrittenRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The decided states, and beside each what of it stands in the users' tables. */
public final class RecordStates {
  private RecordStates() {}

  /** A decided state to be stored, with what was written of it: null when nothing was, for now. */
  public record Stored(RecordKey key, RecordState state, @Nullable Written written) {}

  /**
   * What stands in the tables.
   *
   * @param offset of the event that the rows reflect
   * @param rowId the row that stands for the record; null when it was deleted
   * @param document as it was decided, where the rows cannot give it back exactly or it is kept
   * @param legacyId the id by which its source knows the record, where it is not that of the key
   * @param schema the blueprint that the rows were mapped by
   * @param version of the document
   * @param time the effective time of the event
   * @param rows the record's rows and their hashes
   */
  public record Written(
      long offset,
      @Nullable UUID rowId,
      @Nullable String document,
      @Nullable String legacyId,
      SchemaReference schema,
      int version,
      Instant time,
      WrittenRows rows) {}

  /** A row that stands for a record of a domain. */
  public record RowOf(String tenant, String domain, UUID rowId) {}

  /** The ids of the records that have these rows now; rows that no record has are left out. */
  public static Map<RowOf, String> owners(DSLContext db, short migration, Collection<RowOf> rows) {
    if (rows.isEmpty()) {
      return Map.of();
    }
    var s = RECORD_STATE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, row_id)",
            DSL.val(rows.stream().map(RowOf::tenant).toArray(String[]::new)),
            DSL.val(rows.stream().map(RowOf::domain).toArray(String[]::new)),
            DSL.val(rows.stream().map(RowOf::rowId).toArray(UUID[]::new)));
    Map<RowOf, String> found = HashMap.newHashMap(rows.size());
    db.select(s.TENANT, s.DOMAIN, s.ROW_ID, s.ID)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ROW_ID.eq(DSL.field("k.row_id", UUID.class)))
        .forEach(r -> found.put(new RowOf(r.value1(), r.value2(), r.value3()), r.value4()));
    return found;
  }

  /** The states of these records; those that there are none of are left out. */
  public static Map<RecordKey, RecordState> read(
      DSLContext db, short migration, Collection<RecordKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var s = RECORD_STATE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(keys.stream().map(RecordKey::tenant).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::domain).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::id).toArray(String[]::new)));
    Map<RecordKey, RecordState> found = HashMap.newHashMap(keys.size());
    db.select(
            s.TENANT,
            s.DOMAIN,
            s.ID,
            s.PARTITION,
            s.DECIDED_OFFSET,
            s.SOURCE,
            s.DIGEST,
            s.REVISION,
            s.REFLECTS,
            s.HELD_OFFSET,
            s.CHANGES,
            BLUEPRINT.DIGEST,
            BLUEPRINT.VERSION)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)))
        .leftJoin(BLUEPRINT)
        .on(BLUEPRINT.ID.eq(s.DECIDED_BLUEPRINT))
        .forEach(r -> found.put(new RecordKey(r.value1(), r.value2(), r.value3()), state(r)));
    return found;
  }

  /**
   * The documents of these records as they were decided, written or waiting; those that are not
   * kept are left out.
   */
  public static Map<RecordKey, Document> documents(
      DSLContext db, short migration, Collection<RecordKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var s = RECORD_STATE;
    var p = PARKED_WRITE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(keys.stream().map(RecordKey::tenant).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::domain).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::id).toArray(String[]::new)));
    Map<RecordKey, Document> found = HashMap.newHashMap(keys.size());
    db.select(
            s.TENANT,
            s.DOMAIN,
            s.ID,
            DSL.when(s.WRITTEN_OFFSET.eq(s.DECIDED_OFFSET), s.DOCUMENT).otherwise(p.DOCUMENT))
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)))
        .leftJoin(p)
        .on(
            p.MIGRATION.eq(s.MIGRATION),
            p.TENANT.eq(s.TENANT),
            p.DOMAIN.eq(s.DOMAIN),
            p.ID.eq(s.ID),
            p.DECIDED_OFFSET.eq(s.DECIDED_OFFSET))
        .forEach(
            r -> {
              JSON document = r.value4();
              if (document != null) {
                found.put(
                    new RecordKey(r.value1(), r.value2(), r.value3()),
                    Document.stored(document.data().getBytes(StandardCharsets.UTF_8)));
              }
            });
    return found;
  }

  private static RecordState state(Record r) {
    var s = RECORD_STATE;
    int partition = r.get(s.PARTITION);
    byte[] digest = r.get(s.DIGEST);
    byte[] blueprint = r.get(BLUEPRINT.DIGEST);
    JSON changes = r.get(s.CHANGES);
    Digest is = digest == null ? null : Digest.stored(digest);
    return new RecordState(
        position(partition, r.get(s.DECIDED_OFFSET)),
        r.get(s.SOURCE),
        is,
        blueprint == null
            ? null
            : new SchemaReference(Digest.stored(blueprint), r.get(BLUEPRINT.VERSION)),
        r.get(s.REVISION),
        KnownText.read(r.get(s.REFLECTS).data(), is),
        position(partition, r.get(s.HELD_OFFSET)),
        changes == null ? null : FieldChangesText.read(changes.data()));
  }

  private static @Nullable Position position(int partition, @Nullable Long offset) {
    return offset == null ? null : new Position(partition, offset);
  }

  /**
   * Stores the states. Where nothing was written, what stood in the tables stays noted as it was.
   */
  public static void write(
      DSLContext tx, LogPartition of, Blueprints blueprints, List<Stored> states) {
    Set<SchemaReference> schemas = new HashSet<>();
    for (Stored stored : states) {
      if (stored.state().schema() != null) {
        schemas.add(stored.state().schema());
      }
      if (stored.written() != null) {
        schemas.add(stored.written().schema());
      }
    }
    Map<SchemaReference, Short> ids = blueprints.ids(schemas);
    List<Object[]> written = new ArrayList<>();
    List<Object[]> decided = new ArrayList<>();
    for (Stored stored : states) {
      (stored.written() == null ? decided : written).add(values(of, stored, ids));
    }
    upsert(tx, written, true);
    upsert(tx, decided, false);
  }

  private static void upsert(DSLContext tx, List<Object[]> rows, boolean written) {
    if (rows.isEmpty()) {
      return;
    }
    var s = RECORD_STATE;
    var insert =
        tx.insertInto(s)
            .columns(s.fields())
            .values(new Object[s.fields().length])
            .onConflict(s.MIGRATION, s.TENANT, s.DOMAIN, s.ID)
            .doUpdate()
            .set(s.DECIDED_OFFSET, DSL.excluded(s.DECIDED_OFFSET))
            .set(s.SOURCE, DSL.excluded(s.SOURCE))
            .set(s.DIGEST, DSL.excluded(s.DIGEST))
            .set(s.REVISION, DSL.excluded(s.REVISION))
            .set(s.REFLECTS, DSL.excluded(s.REFLECTS))
            .set(s.HELD_OFFSET, DSL.excluded(s.HELD_OFFSET))
            .set(s.CHANGES, DSL.excluded(s.CHANGES))
            .set(s.DECIDED_BLUEPRINT, DSL.excluded(s.DECIDED_BLUEPRINT));
    if (written) {
      insert =
          insert
              .set(s.WRITTEN_OFFSET, DSL.excluded(s.WRITTEN_OFFSET))
              .set(s.ROW_ID, DSL.excluded(s.ROW_ID))
              .set(s.DOCUMENT, DSL.excluded(s.DOCUMENT))
              .set(s.LEGACY_ID, DSL.excluded(s.LEGACY_ID))
              .set(s.WRITTEN_BLUEPRINT, DSL.excluded(s.WRITTEN_BLUEPRINT))
              .set(s.DOCUMENT_VERSION, DSL.excluded(s.DOCUMENT_VERSION))
              .set(s.WRITTEN_TIME, DSL.excluded(s.WRITTEN_TIME))
              .set(s.WRITTEN_ROWS, DSL.excluded(s.WRITTEN_ROWS))
              .set(s.WRITTEN_HASHES, DSL.excluded(s.WRITTEN_HASHES));
    }
    tx.batch(insert, rows.toArray(Object[][]::new)).execute();
  }

  /** In the order of the table's columns. */
  private static @Nullable Object[] values(
      LogPartition of, Stored stored, Map<SchemaReference, Short> ids) {
    RecordKey key = stored.key();
    RecordState state = stored.state();
    Written written = stored.written();
    Digest digest = state.digest();
    String changes = FieldChangesText.write(state.changes());
    return new @Nullable Object[] {
      of.migration(),
      key.tenant(),
      key.domain(),
      key.id(),
      of.partition(),
      state.position() == null ? null : state.position().offset(),
      state.source(),
      digest == null ? null : digest.bytes(),
      state.revision(),
      JSONB.valueOf(KnownText.write(state)),
      state.heldSince() == null ? null : state.heldSince().offset(),
      written == null ? null : (Object) written.offset(),
      written == null ? null : written.rowId(),
      written == null || written.document() == null ? null : JSON.valueOf(written.document()),
      written == null ? null : written.legacyId(),
      state.schema() == null ? null : (Object) ids.get(state.schema()),
      written == null ? null : (Object) ids.get(written.schema()),
      written == null ? null : (Object) written.version(),
      written == null ? null : written.time(),
      changes == null ? null : JSON.valueOf(changes),
      (short) Fingerprint.bucket(key),
      written == null ? null : written.rows().idsNoted(),
      written == null ? null : written.rows().hashesNoted()
    };
  }

  /** Notes that writes which had waited stand in the tables now. */
  public static void written(
      DSLContext tx, short migration, Blueprints blueprints, Map<RecordKey, Written> all) {
    if (all.isEmpty()) {
      return;
    }
    var s = RECORD_STATE;
    Map<SchemaReference, Short> ids =
        blueprints.ids(all.values().stream().map(Written::schema).collect(toUnmodifiableSet()));
    var update =
        tx.update(s)
            .set(s.WRITTEN_OFFSET, (Long) null)
            .set(s.ROW_ID, (UUID) null)
            .set(s.DOCUMENT, (JSON) null)
            .set(s.LEGACY_ID, (String) null)
            .set(s.WRITTEN_BLUEPRINT, (Short) null)
            .set(s.DOCUMENT_VERSION, (Integer) null)
            .set(s.WRITTEN_TIME, (Instant) null)
            .set(s.WRITTEN_ROWS, (UUID[]) null)
            .set(s.WRITTEN_HASHES, (UUID[]) null)
            .where(
                s.MIGRATION.eq((Short) null),
                s.TENANT.eq((String) null),
                s.DOMAIN.eq((String) null),
                s.ID.eq((String) null));
    Object[][] rows =
        all.entrySet().stream()
            .map(
                e ->
                    new @Nullable Object[] {
                      e.getValue().offset(),
                      e.getValue().rowId(),
                      e.getValue().document() == null
                          ? null
                          : JSON.valueOf(e.getValue().document()),
                      e.getValue().legacyId(),
                      ids.get(e.getValue().schema()),
                      e.getValue().version(),
                      e.getValue().time(),
                      e.getValue().rows().idsNoted(),
                      e.getValue().rows().hashesNoted(),
                      migration,
                      e.getKey().tenant(),
                      e.getKey().domain(),
                      e.getKey().id()
                    })
            .toArray(Object[][]::new);
    tx.batch(update, rows).execute();
  }
}
