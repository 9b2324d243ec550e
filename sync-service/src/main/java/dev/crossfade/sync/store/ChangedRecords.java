package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.CHANGED_LATER;
import static dev.crossfade.database.schema.Tables.DECISION;

import dev.crossfade.core.event.RecordKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Which records of a tenant look otherwise since which event, by the journal of decisions. */
public final class ChangedRecords {
  /** What nobody can see a difference by is not told. */
  private static final Condition SHOWS =
      DECISION
          .DOMAIN
          .isNotNull()
          .and(DECISION.OUTCOME.notIn("stale", "duplicate"))
          .and(DECISION.OUTCOME.ne("unchanged").or(DECISION.DETAIL.eq("settled")));

  private ChangedRecords() {}

  /** A record, and the offset of an event since which it looks otherwise. */
  public record Moved(RecordKey key, long offset) {}

  /** Those behind an offset, in the order of the log. */
  public static List<Moved> behind(
      DSLContext db, LogPartition of, String tenant, long after, int atMost) {
    return moved(db, of, tenant, DECISION.OFFSET.gt(after), CHANGED_LATER.OFFSET.gt(after), atMost);
  }

  /** All at one offset. */
  public static List<Moved> at(DSLContext db, LogPartition of, String tenant, long offset) {
    return moved(
        db,
        of,
        tenant,
        DECISION.OFFSET.eq(offset),
        CHANGED_LATER.OFFSET.eq(offset),
        Integer.MAX_VALUE);
  }

  private static List<Moved> moved(
      DSLContext db,
      LogPartition of,
      String tenant,
      Condition decided,
      Condition changed,
      int atMost) {
    var d = DECISION;
    var c = CHANGED_LATER;
    List<Moved> all =
        new ArrayList<>(
            db.select(d.DOMAIN, d.ID, d.OFFSET)
                .from(d)
                .where(d.TENANT.eq(tenant), d.MIGRATION.eq(of.migration()), decided, SHOWS)
                .orderBy(d.OFFSET)
                .limit(atMost)
                .fetch(r -> new Moved(new RecordKey(tenant, r.value1(), r.value2()), r.value3())));
    List<Moved> later =
        db.select(c.DOMAIN, c.ID, c.OFFSET)
            .from(c)
            .where(c.TENANT.eq(tenant), c.MIGRATION.eq(of.migration()), changed)
            .orderBy(c.OFFSET)
            .limit(atMost)
            .fetch(r -> new Moved(new RecordKey(tenant, r.value1(), r.value2()), r.value3()));
    if (!later.isEmpty()) {
      all.addAll(later);
      all.sort(Comparator.comparingLong(Moved::offset));
    }
    return all.size() > atMost ? all.subList(0, atMost) : all;
  }

  /** Those of these that changed once more behind an offset. */
  public static Collection<Moved> again(
      DSLContext db, LogPartition of, String tenant, List<Moved> moved, long offset) {
    var d = DECISION;
    var c = CHANGED_LATER;
    var k =
        DSL.table(
            "unnest({0}, {1}) as k (domain, id)",
            DSL.val(moved.stream().map(m -> m.key().domain()).toArray(String[]::new)),
            DSL.val(moved.stream().map(m -> m.key().id()).toArray(String[]::new)));
    var domain = DSL.field("k.domain", String.class);
    var id = DSL.field("k.id", String.class);
    Condition decided =
        DSL.exists(
            DSL.selectOne()
                .from(d)
                .where(
                    d.ID.eq(id),
                    d.OFFSET.gt(offset),
                    d.DOMAIN.eq(domain),
                    d.TENANT.eq(tenant),
                    d.MIGRATION.eq(of.migration()),
                    SHOWS));
    Condition changed =
        DSL.exists(
            DSL.selectOne()
                .from(c)
                .where(
                    c.TENANT.eq(tenant),
                    c.OFFSET.gt(offset),
                    c.DOMAIN.eq(domain),
                    c.ID.eq(id),
                    c.MIGRATION.eq(of.migration())));
    Set<RecordKey> again = new HashSet<>();
    db.select(domain, id)
        .from(k)
        .where(decided.or(changed))
        .forEach(r -> again.add(new RecordKey(tenant, r.value1(), r.value2())));
    return moved.stream().filter(m -> again.contains(m.key())).toList();
  }

  /**
   * Those of these tenants of a partition of which something changed from one offset to another.
   */
  public static Set<String> tenants(
      DSLContext db, LogPartition of, Collection<String> tenants, long from, long to) {
    var d = DECISION;
    var c = CHANGED_LATER;
    String[] wanted = tenants.toArray(String[]::new);
    Set<String> changed = new HashSet<>();
    db.selectDistinct(d.TENANT)
        .from(d)
        .where(
            d.TENANT.eq(DSL.any(wanted)),
            d.MIGRATION.eq(of.migration()),
            d.OFFSET.ge(from),
            d.OFFSET.lt(to))
        .union(
            db.selectDistinct(c.TENANT)
                .from(c)
                .where(
                    c.TENANT.eq(DSL.any(wanted)),
                    c.MIGRATION.eq(of.migration()),
                    c.OFFSET.ge(from),
                    c.OFFSET.lt(to)))
        .forEach(r -> changed.add(r.value1()));
    return changed;
  }
}
