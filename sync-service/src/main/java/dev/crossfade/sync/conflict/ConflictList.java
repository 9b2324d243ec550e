package dev.crossfade.sync.conflict;

import static dev.crossfade.database.schema.Tables.CONFLICT;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.schema.tables.records.ConflictRecord;
import dev.crossfade.sync.store.Conflicts;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Conflicts as the tables have them. */
final class ConflictList {
  private ConflictList() {}

  /**
   * Which are asked for; a null asks for all.
   *
   * @param waits whether those that wait, or those that are decided
   */
  record Filter(
      @Nullable String tenant,
      @Nullable Boolean waits,
      @Nullable String domain,
      @Nullable String field,
      @Nullable String source) {
    private Condition condition(short migration) {
      var c = CONFLICT;
      Condition all = c.MIGRATION.eq(migration);
      all = tenant == null ? all : all.and(c.TENANT.eq(tenant));
      all = domain == null ? all : all.and(c.DOMAIN.eq(domain));
      all = source == null ? all : all.and(c.SOURCE.eq(source));
      all = field == null ? all : all.and(DSL.val(field).eq(DSL.any(c.FIELDS)));
      if (waits == null) {
        return all;
      }
      return all.and(waits ? c.STATE.eq(Conflicts.WAITING) : c.STATE.ne(Conflicts.WAITING));
    }
  }

  /**
   * Some that match, in the order of the partitions and of the log.
   *
   * @param after the position behind which to look; null to begin
   */
  static List<ConflictEntry> some(
      DSLContext db, short migration, Filter filter, @Nullable Position after, int atMost) {
    var c = CONFLICT;
    Condition where = filter.condition(migration);
    if (after != null) {
      where =
          where.and(DSL.row(c.PARTITION, c.OFFSET).gt(DSL.row(after.partition(), after.offset())));
    }
    return db.selectFrom(c)
        .where(where)
        .orderBy(c.PARTITION, c.OFFSET)
        .limit(atMost)
        .fetch(ConflictList::entry);
  }

  /** The one of the event there; null where there is none. */
  static @Nullable ConflictEntry at(DSLContext db, short migration, Position position) {
    var c = CONFLICT;
    return db.selectFrom(c)
        .where(
            c.MIGRATION.eq(migration),
            c.PARTITION.eq(position.partition()),
            c.OFFSET.eq(position.offset()))
        .fetchOne(ConflictList::entry);
  }

  private static ConflictEntry.Writer writer(ConflictRecord r) {
    return new ConflictEntry.Writer(
        r.getBase() == null ? null : new Position(r.getPartition(), r.getBase()),
        r.getChanged() == null ? null : List.of(r.getChanged()));
  }

  private static ConflictEntry entry(ConflictRecord r) {
    return new ConflictEntry(
        new Position(r.getPartition(), r.getOffset()),
        new RecordKey(r.getTenant(), r.getDomain(), r.getId()),
        r.getSource(),
        r.getState().equals(Conflicts.WAITING),
        r.getPolicy(),
        List.of(r.getFields()),
        r.getDeleted(),
        r.getDocument() == null ? null : r.getDocument().data(),
        r.getDocumentVersion(),
        writer(r),
        r.getAppendTime());
  }
}
