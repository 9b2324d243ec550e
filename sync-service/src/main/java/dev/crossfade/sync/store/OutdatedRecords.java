package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Records whose rows were mapped by another blueprint than the current one, or written before their
 * hashes were noted.
 */
public final class OutdatedRecords {
  private OutdatedRecords() {}

  /**
   * One of them.
   *
   * @param offset of the event that its rows reflect
   * @param written the blueprint that its rows were mapped by
   * @param document as it is kept beside the rows; null where the rows give it back
   * @param version of that document; of what the rows give back where there is none
   * @param legacyId the id by which its source knows the record, where it is not that of the key
   */
  public record Outdated(
      RecordKey key,
      long offset,
      String source,
      Instant time,
      SchemaReference written,
      @Nullable String document,
      int version,
      @Nullable String legacyId) {}

  /** Some of a partition. Those that have a write waiting are not among them: it comes first. */
  public static List<Outdated> some(
      DSLContext db, LogPartition of, Map<Short, SchemaReference> old, int atMost) {
    return old.isEmpty() ? List.of() : some(db, of, old, outdated(of.migration(), old), atMost);
  }

  /**
   * Some of a partition whose rows were written before hashes were noted; as the others.
   *
   * @param all the blueprints that rows were ever mapped by
   */
  public static List<Outdated> withoutHashes(
      DSLContext db, LogPartition of, Map<Short, SchemaReference> all, int atMost) {
    Condition unhashed = RECORD_STATE.WRITTEN_HASHES.isNull().and(outdated(of.migration(), all));
    return all.isEmpty() ? List.of() : some(db, of, all, unhashed, atMost);
  }

  private static List<Outdated> some(
      DSLContext db,
      LogPartition of,
      Map<Short, SchemaReference> schemas,
      Condition which,
      int atMost) {
    var s = RECORD_STATE;
    return db.select(
            s.TENANT,
            s.DOMAIN,
            s.ID,
            s.WRITTEN_OFFSET,
            s.SOURCE,
            s.WRITTEN_TIME,
            s.WRITTEN_BLUEPRINT,
            s.DOCUMENT,
            s.DOCUMENT_VERSION,
            s.LEGACY_ID)
        .from(s)
        .where(which.and(s.PARTITION.eq(of.partition())))
        .limit(atMost)
        .fetch(
            r -> {
              SchemaReference written = Objects.requireNonNull(schemas.get(r.value7()));
              var document = r.value8();
              Integer version = r.value9();
              return new Outdated(
                  new RecordKey(r.value1(), r.value2(), r.value3()),
                  r.value4(),
                  r.value5(),
                  r.value6(),
                  written,
                  document == null ? null : document.data(),
                  document == null || version == null ? written.version() : version,
                  r.value10());
            });
  }

  /** How many there are. */
  public static int count(DSLContext db, short migration, Map<Short, SchemaReference> old) {
    return old.isEmpty() ? 0 : db.fetchCount(RECORD_STATE, outdated(migration, old));
  }

  /**
   * The blueprints that the rows of these records were mapped by; records without rows are left
   * out.
   */
  public static Map<RecordKey, Digest> writtenUnder(
      DSLContext db, short migration, Map<Short, SchemaReference> all, Collection<RecordKey> keys) {
    Map<RecordKey, Digest> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    var s = RECORD_STATE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(keys.stream().map(RecordKey::tenant).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::domain).toArray(String[]::new)),
            DSL.val(keys.stream().map(RecordKey::id).toArray(String[]::new)));
    db.select(s.TENANT, s.DOMAIN, s.ID, s.WRITTEN_BLUEPRINT)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)),
            s.ROW_ID.isNotNull())
        .forEach(
            r -> {
              SchemaReference written = r.value4() == null ? null : all.get(r.value4());
              if (written != null) {
                found.put(new RecordKey(r.value1(), r.value2(), r.value3()), written.blueprint());
              }
            });
    return found;
  }

  /** Of all blueprints those that are not the current one. */
  public static Map<Short, SchemaReference> notCurrent(
      Map<Short, SchemaReference> all, Digest current) {
    Map<Short, SchemaReference> old = new HashMap<>(all);
    old.values().removeIf(schema -> schema.blueprint().equals(current));
    return old;
  }

  private static Condition outdated(short migration, Map<Short, SchemaReference> old) {
    var s = RECORD_STATE;
    var p = PARKED_WRITE;
    return s.MIGRATION
        .eq(migration)
        .and(s.WRITTEN_BLUEPRINT.eq(DSL.any(old.keySet().toArray(Short[]::new))))
        .and(s.ROW_ID.isNotNull())
        .and(s.WRITTEN_OFFSET.eq(s.DECIDED_OFFSET))
        .andNotExists(
            DSL.selectOne()
                .from(p)
                .where(
                    p.MIGRATION.eq(s.MIGRATION),
                    p.TENANT.eq(s.TENANT),
                    p.DOMAIN.eq(s.DOMAIN),
                    p.ID.eq(s.ID)));
  }
}
