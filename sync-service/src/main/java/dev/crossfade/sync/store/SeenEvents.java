package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.SEEN_EVENT;

import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.event.SourceKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The ids of events without a number. */
public final class SeenEvents {
  private SeenEvents() {}

  /** An event's id within its source. */
  public record EventKey(SourceKey source, String eventId) {}

  /** When those that are known were appended. */
  public static Map<EventKey, Instant> read(
      DSLContext db, short migration, Collection<EventKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var s = SEEN_EVENT;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, source, event_id)",
            DSL.val(keys.stream().map(e -> e.source().tenant()).toArray(String[]::new)),
            DSL.val(keys.stream().map(e -> e.source().source()).toArray(String[]::new)),
            DSL.val(keys.stream().map(EventKey::eventId).toArray(String[]::new)));
    Map<EventKey, Instant> found = new HashMap<>();
    db.select(s.TENANT, s.SOURCE, s.EVENT_ID, s.APPEND_TIME)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.SOURCE.eq(DSL.field("k.source", String.class)),
            s.EVENT_ID.eq(DSL.field("k.event_id", String.class)))
        .forEach(
            r ->
                found.put(
                    new EventKey(new SourceKey(r.value1(), r.value2()), r.value3()), r.value4()));
    return found;
  }

  /** Notes ids, each with its append time. */
  public static void write(DSLContext tx, short migration, Map<EventKey, Instant> seen) {
    if (seen.isEmpty()) {
      return;
    }
    var s = SEEN_EVENT;
    var upsert =
        tx.insertInto(s)
            .columns(s.fields())
            .values(new Object[s.fields().length])
            .onConflict(s.MIGRATION, s.TENANT, s.SOURCE, s.EVENT_ID)
            .doUpdate()
            .set(s.APPEND_TIME, DSL.excluded(s.APPEND_TIME));
    Object[][] rows =
        seen.entrySet().stream()
            .map(
                e ->
                    new Object[] {
                      migration,
                      e.getKey().source().tenant(),
                      e.getKey().source().source(),
                      e.getKey().eventId(),
                      e.getValue()
                    })
            .toArray(Object[][]::new);
    tx.batch(upsert, rows).execute();
  }

  /** Forgets what no event appended from now on can be held against. Changes no decision. */
  public static int forget(DSLContext db, Instant now) {
    var s = SEEN_EVENT;
    // Twice the time: append times of different partitions need not agree to the second.
    Instant limit = now.minus(Decider.SEEN_FOR.multipliedBy(2));
    return db.deleteFrom(s).where(s.APPEND_TIME.lt(limit)).execute();
  }
}
