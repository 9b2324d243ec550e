package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.CONFLICT;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Sides of conflicts that are not in their records, kept beside them. */
public final class Conflicts {
  /** A person is to decide. */
  public static final String WAITING = "WAITING";

  /** The policy has decided. */
  public static final String KEPT = "KEPT";

  private Conflicts() {}

  /** What a source says of a record. */
  public record Key(RecordKey record, String source) {}

  /**
   * A side that is kept. Where it has no document and is no delete, that is in the log.
   *
   * @param blueprint that the side is of, and that one's own version
   * @param other where the event lies that made what stands in the record instead
   * @param appended of the event by which it came to be beside the record
   */
  public record Kept(
      Outcome.Side side,
      ConflictPolicy policy,
      boolean waits,
      SchemaReference blueprint,
      Writer writer,
      long other,
      Instant appended) {

    /**
     * What an event's writer said: the offset of what it had seen, and the fields that it changed;
     * null where it did not, or where the side is not an event's.
     */
    public record Writer(@Nullable Long base, @Nullable List<String> changed) {}

    long offset() {
      return side.position().offset();
    }

    /** The same event's side, of which some more is not in the record now. */
    Kept with(Kept more) {
      if (waits) {
        // It has all that the event says.
        return this;
      }
      Set<String> fields = new TreeSet<>(side.fields());
      fields.addAll(more.side().fields());
      var both =
          new Outcome.Side(
              side.source(),
              side.position(),
              side.deleted(),
              side.document(),
              side.schema(),
              List.copyOf(fields));
      return new Kept(both, policy, waits, blueprint, writer, other, appended);
    }
  }

  /**
   * What becomes of what is kept of a source.
   *
   * @param cleared whether all goes that was kept before
   * @param kept what is kept besides then; what was kept of the same event before has more fields
   */
  public record Change(boolean cleared, List<Kept> kept) {
    /** All goes. */
    public static final Change NOTHING_LEFT = new Change(true, List.of());

    public Change {
      kept = List.copyOf(kept);
    }

    /** This, and then that. */
    public Change then(Change next) {
      return next.cleared() ? next : new Change(cleared, next.applyTo(kept));
    }

    /** What is kept behind it, where this was kept before. */
    public List<Kept> applyTo(List<Kept> before) {
      List<Kept> all = new ArrayList<>(cleared ? List.of() : before);
      for (Kept one : kept) {
        int same = 0;
        while (same < all.size() && all.get(same).offset() != one.offset()) {
          same++;
        }
        if (same < all.size()) {
          all.set(same, all.get(same).with(one));
        } else {
          all.add(one);
        }
      }
      return List.copyOf(all);
    }
  }

  /** Stores what becomes of what is kept. */
  public static void change(
      DSLContext tx, LogPartition of, Blueprints blueprints, Map<Key, Change> all) {
    Set<SchemaReference> schemas = new HashSet<>();
    all.values().forEach(c -> c.kept().forEach(kept -> schemas.add(kept.blueprint())));
    Map<SchemaReference, Short> ids = blueprints.ids(schemas);
    List<Object[]> gone = new ArrayList<>();
    List<Object[]> kept = new ArrayList<>();
    all.forEach(
        (key, change) -> {
          RecordKey record = key.record();
          if (change.cleared()) {
            gone.add(
                new Object[] {
                  of.migration(), record.tenant(), record.domain(), record.id(), key.source()
                });
          }
          change.kept().forEach(one -> kept.add(values(of, key, one, ids)));
        });
    delete(tx, of, gone);
    upsert(tx, kept);
  }

  private static void delete(DSLContext tx, LogPartition of, List<Object[]> rows) {
    var c = CONFLICT;
    // Nearly always there is none, and nearly every event would ask.
    if (rows.isEmpty()
        || !tx.fetchExists(c, c.MIGRATION.eq(of.migration()), c.PARTITION.eq(of.partition()))) {
      return;
    }
    var delete =
        tx.deleteFrom(c)
            .where(
                c.MIGRATION.eq((Short) null),
                c.TENANT.eq((String) null),
                c.DOMAIN.eq((String) null),
                c.ID.eq((String) null),
                c.SOURCE.eq((String) null));
    tx.batch(delete, rows.toArray(Object[][]::new)).execute();
  }

  /** As {@link Kept#with} has it, where the same event's side is kept already. */
  private static void upsert(DSLContext tx, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var c = CONFLICT;
    var upsert =
        tx.insertInto(c)
            .columns(c.fields())
            .values(new Object[c.fields().length])
            .onConflict(c.MIGRATION, c.TENANT, c.DOMAIN, c.ID, c.SOURCE, c.OFFSET)
            .doUpdate()
            .set(
                c.FIELDS,
                DSL.field(
                    "array(select distinct f from unnest({0} || {1}) as f order by f)",
                    c.FIELDS.getDataType(), c.FIELDS, DSL.excluded(c.FIELDS)))
            .where(c.STATE.eq(DSL.inline(KEPT)));
    tx.batch(upsert, rows.toArray(Object[][]::new)).execute();
  }

  /** In the order of the table's columns. */
  private static @Nullable Object[] values(
      LogPartition of, Key key, Kept kept, Map<SchemaReference, Short> ids) {
    Outcome.Side side = kept.side();
    Document document = side.document();
    List<String> changed = kept.writer().changed();
    return new @Nullable Object[] {
      of.migration(),
      key.record().tenant(),
      key.record().domain(),
      key.record().id(),
      key.source(),
      of.partition(),
      kept.offset(),
      kept.policy().name(),
      kept.waits() ? WAITING : KEPT,
      document == null ? null : JSON.valueOf(new String(document.bytes(), StandardCharsets.UTF_8)),
      Objects.requireNonNull(ids.get(kept.blueprint())),
      side.schema().version(),
      kept.other(),
      kept.appended(),
      side.deleted(),
      side.fields().toArray(String[]::new),
      kept.writer().base(),
      changed == null ? null : changed.toArray(String[]::new)
    };
  }
}
