package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.CHANGED_LATER;
import static dev.crossfade.database.schema.Tables.DECISION;
import static dev.crossfade.database.schema.Tables.SOURCE_SEEN;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The journal of decisions: what became of each event that names a tenant. */
public final class Decisions {
  private static final String UNIQUE_VIOLATION = "23505";

  /** The outcomes of a resolution that did what it says. */
  public static final Set<String> EFFECTIVE = Set.of("applied", "unchanged");

  private Decisions() {}

  /**
   * One event's.
   *
   * @param domain null, as is the id, where the event is of no record
   * @param outcome in lower case
   * @param detail what the outcome alone does not tell; null where it tells all
   */
  public record Decision(
      String tenant,
      long offset,
      @Nullable String domain,
      @Nullable String id,
      String source,
      String outcome,
      @Nullable String detail) {}

  /**
   * Adds those of a batch, with one statement.
   *
   * @throws DecidedTwiceException when one of the events is there already
   */
  public static void add(DSLContext tx, LogPartition of, List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    var d = DECISION;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}, {3}, {4}, {5}, {6})"
                + " as k (tenant, at, domain, id, source, outcome, detail)",
            texts(decisions, Decision::tenant),
            DSL.val(decisions.stream().map(Decision::offset).toArray(Long[]::new)),
            texts(decisions, Decision::domain),
            texts(decisions, Decision::id),
            texts(decisions, Decision::source),
            texts(decisions, Decision::outcome),
            texts(decisions, Decision::detail));
    try {
      tx.insertInto(
              d,
              d.MIGRATION,
              d.PARTITION,
              d.TENANT,
              d.OFFSET,
              d.DOMAIN,
              d.ID,
              d.SOURCE,
              d.OUTCOME,
              d.DETAIL)
          .select(
              tx.select(
                      DSL.val(of.migration()),
                      DSL.val(of.partition()),
                      text("tenant"),
                      DSL.field("k.at", Long.class),
                      text("domain"),
                      text("id"),
                      text("source"),
                      text("outcome"),
                      text("detail"))
                  .from(k))
          .execute();
    } catch (DataAccessException e) {
      throw UNIQUE_VIOLATION.equals(e.sqlState()) ? new DecidedTwiceException(e) : e;
    }
  }

  /**
   * Notes that these records look otherwise since an event that is none of theirs: a write that had
   * waited was made, or one that stood there was refused under another mapping.
   *
   * @param offset of the last event of the batch in hand; of the next event, where there is none
   */
  public static void changedLater(
      DSLContext tx, short migration, long offset, Collection<RecordKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    var w = CHANGED_LATER;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            texts(keys, RecordKey::tenant),
            texts(keys, RecordKey::domain),
            texts(keys, RecordKey::id));
    tx.insertInto(w, w.MIGRATION, w.OFFSET, w.TENANT, w.DOMAIN, w.ID)
        .select(
            tx.select(
                    DSL.val(migration), DSL.val(offset), text("tenant"), text("domain"), text("id"))
                .from(k))
        .onConflictDoNothing()
        .execute();
  }

  /** Notes when something of these sources was appended last. */
  public static void seen(DSLContext tx, short migration, Map<SourceKey, Instant> sources) {
    if (sources.isEmpty()) {
      return;
    }
    var s = SOURCE_SEEN;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}::timestamptz[]) as k (tenant, source, seen)",
            texts(sources.keySet(), SourceKey::tenant),
            texts(sources.keySet(), SourceKey::source),
            texts(sources.values(), Instant::toString));
    tx.insertInto(s, s.MIGRATION, s.TENANT, s.SOURCE, s.LAST_APPEND)
        .select(
            tx.select(
                    DSL.val(migration),
                    text("tenant"),
                    text("source"),
                    DSL.field("k.seen", Instant.class))
                .from(k))
        .onConflict(s.TENANT, s.SOURCE, s.MIGRATION)
        .doUpdate()
        .set(s.LAST_APPEND, DSL.excluded(s.LAST_APPEND))
        .execute();
  }

  /** An event, of which it is known whose it is. */
  public record At(String tenant, long offset) {}

  /** What became of these events; those that are not decided yet are left out. */
  public static Map<At, String> outcomes(DSLContext db, short migration, Collection<At> events) {
    var d = DECISION;
    Map<At, String> found = new HashMap<>();
    db.select(d.TENANT, d.OFFSET, d.OUTCOME)
        .from(d)
        .where(
            d.MIGRATION.eq(migration),
            DSL.row(d.TENANT, d.OFFSET)
                .in(events.stream().map(at -> DSL.row(at.tenant(), at.offset())).toList()))
        .forEach(r -> found.put(new At(r.value1(), r.value2()), r.value3()));
    return found;
  }

  /** The offsets of a source's events of a record behind an offset that took effect, in order. */
  public static List<Long> effective(
      DSLContext db, short migration, RecordKey key, String source, long after, int atMost) {
    var d = DECISION;
    return db.select(d.OFFSET)
        .from(d)
        .where(
            d.MIGRATION.eq(migration),
            d.TENANT.eq(key.tenant()),
            d.DOMAIN.eq(key.domain()),
            d.ID.eq(key.id()),
            d.SOURCE.eq(source),
            d.OUTCOME.in(EFFECTIVE),
            d.OFFSET.gt(after))
        .orderBy(d.OFFSET)
        .limit(atMost)
        .fetch(d.OFFSET);
  }

  private static <T> Field<String[]> texts(Collection<T> of, Function<T, @Nullable String> member) {
    return DSL.val(of.stream().map(member).toArray(String[]::new));
  }

  private static Field<String> text(String name) {
    return DSL.field("k." + name, String.class);
  }
}
