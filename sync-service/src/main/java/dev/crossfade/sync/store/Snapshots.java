package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.SNAPSHOT;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SnapshotState.Status;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.schema.tables.records.SnapshotRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The snapshots that sources have started. */
public final class Snapshots {
  private Snapshots() {}

  /** A snapshot's id within its source. */
  public record Key(SourceKey source, String id) {}

  /**
   * What is known of some.
   *
   * @param latest the one that each source started last
   */
  public record Found(Map<Key, SnapshotState> states, Map<SourceKey, String> latest) {}

  /** A start marker that took effect. */
  public record Started(Key key, SnapshotState state, @Nullable Instant takenAt, Instant at) {}

  /** An end marker that took effect. */
  public record Ended(Key key, Document audit, Instant at) {}

  /** What rows did, by their number. */
  public record Counts(long applied, long unchanged, long stale, long conflicts, long held) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);
  }

  /** What a batch does to snapshots. */
  public record Moves(
      List<Started> started,
      Map<Key, SnapshotState> moved,
      List<Ended> ended,
      Map<Key, Counts> counts) {}

  /** Those of these keys that were ever started, and the latest of their sources. */
  public static Found read(DSLContext db, LogPartition of, Collection<Key> keys) {
    Map<Key, SnapshotState> states = new HashMap<>();
    Map<SourceKey, String> latest = new HashMap<>();
    if (keys.isEmpty()) {
      return new Found(states, latest);
    }
    var s = SNAPSHOT;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, source, id)",
            DSL.val(keys.stream().map(key -> key.source().tenant()).toArray(String[]::new)),
            DSL.val(keys.stream().map(key -> key.source().source()).toArray(String[]::new)),
            DSL.val(keys.stream().map(Key::id).toArray(String[]::new)));
    db.select(s.fields())
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(of.migration()),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.SOURCE.eq(DSL.field("k.source", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)))
        .fetchInto(s)
        .forEach(r -> states.put(key(r), state(r)));
    Set<SourceKey> sources = keys.stream().map(Key::source).collect(Collectors.toSet());
    readLatest(db, of.migration(), sources)
        .forEach(
            r -> {
              states.put(key(r), state(r));
              latest.put(key(r).source(), r.getId());
            });
    return new Found(states, latest);
  }

  private static List<SnapshotRecord> readLatest(
      DSLContext db, short migration, Collection<SourceKey> sources) {
    var s = SNAPSHOT;
    var other = SNAPSHOT.as("other");
    Table<?> k =
        DSL.table(
            "unnest({0}, {1}) as k (tenant, source)",
            DSL.val(sources.stream().map(SourceKey::tenant).toArray(String[]::new)),
            DSL.val(sources.stream().map(SourceKey::source).toArray(String[]::new)));
    return db.select(s.fields())
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.SOURCE.eq(DSL.field("k.source", String.class)),
            s.STARTED_OFFSET.eq(
                DSL.select(DSL.max(other.STARTED_OFFSET))
                    .from(other)
                    .where(
                        other.MIGRATION.eq(migration),
                        other.TENANT.eq(DSL.field("k.tenant", String.class)),
                        other.SOURCE.eq(DSL.field("k.source", String.class)))))
        .fetchInto(s);
  }

  private static Key key(SnapshotRecord r) {
    return new Key(new SourceKey(r.getTenant(), r.getSource()), r.getId());
  }

  /** The decided state that a row holds. */
  public static SnapshotState state(SnapshotRecord r) {
    int partition = r.getPartition();
    Watermark watermark =
        r.getThrough() != null
            ? new Watermark.Through(r.getThrough())
            : r.getAsOf() != null
                ? new Watermark.AsOf(new Position(partition, r.getAsOf()))
                : Watermark.UNKNOWN;
    return new SnapshotState(
        new Snapshot(r.getId(), watermark),
        new Position(partition, r.getStartedOffset()),
        Status.valueOf(r.getState()),
        r.getEndedOffset() == null ? null : new Position(partition, r.getEndedOffset()));
  }

  /** Stores what a batch does. */
  public static void write(DSLContext tx, LogPartition of, Moves moves) {
    start(tx, of, moves.started());
    move(tx, of.migration(), moves.moved());
    end(tx, of.migration(), moves.ended());
    count(tx, of.migration(), moves.counts());
  }

  /** Stores those that were started. */
  private static void start(DSLContext tx, LogPartition of, List<Started> all) {
    if (all.isEmpty()) {
      return;
    }
    var s = SNAPSHOT;
    var insert =
        tx.insertInto(s)
            .columns(
                List.of(
                    s.MIGRATION,
                    s.TENANT,
                    s.SOURCE,
                    s.ID,
                    s.PARTITION,
                    s.STARTED_OFFSET,
                    s.STATE,
                    s.THROUGH,
                    s.AS_OF,
                    s.TAKEN_AT,
                    s.STARTED_AT))
            .values(new Object[11]);
    tx.batch(insert, all.stream().map(one -> values(of, one)).toArray(Object[][]::new)).execute();
  }

  private static @Nullable Object[] values(LogPartition of, Started started) {
    SnapshotState state = started.state();
    Watermark watermark = state.snapshot().watermark();
    return new @Nullable Object[] {
      of.migration(),
      started.key().source().tenant(),
      started.key().source().source(),
      started.key().id(),
      of.partition(),
      state.started().offset(),
      state.status().name(),
      watermark instanceof Watermark.Through through ? (Object) through.sequence() : null,
      watermark instanceof Watermark.AsOf asOf ? (Object) asOf.position().offset() : null,
      started.takenAt(),
      started.at()
    };
  }

  /**
   * Of a statement for many: its last four parameters say which one, as {@link #which} has them.
   */
  private static Condition isOne() {
    var s = SNAPSHOT;
    return s.MIGRATION
        .eq((Short) null)
        .and(s.TENANT.eq((String) null))
        .and(s.SOURCE.eq((String) null))
        .and(s.ID.eq((String) null));
  }

  private static @Nullable Object[] which(short migration, Key key, @Nullable Object... values) {
    @Nullable Object[] row = Arrays.copyOf(values, values.length + 4);
    row[values.length] = migration;
    row[values.length + 1] = key.source().tenant();
    row[values.length + 2] = key.source().source();
    row[values.length + 3] = key.id();
    return row;
  }

  /** Stores how far these have come. */
  private static void move(DSLContext tx, short migration, Map<Key, SnapshotState> moved) {
    if (moved.isEmpty()) {
      return;
    }
    var s = SNAPSHOT;
    var update =
        tx.update(s).set(s.STATE, (String) null).set(s.ENDED_OFFSET, (Long) null).where(isOne());
    Object[][] rows =
        moved.entrySet().stream()
            .map(
                e -> {
                  Position ended = e.getValue().ended();
                  return which(
                      migration,
                      e.getKey(),
                      e.getValue().status().name(),
                      ended == null ? null : (Object) ended.offset());
                })
            .toArray(Object[][]::new);
    tx.batch(update, rows).execute();
  }

  /** Stores what the end markers say. */
  private static void end(DSLContext tx, short migration, List<Ended> all) {
    if (all.isEmpty()) {
      return;
    }
    var s = SNAPSHOT;
    var update =
        tx.update(s).set(s.ENDED_AT, (Instant) null).set(s.AUDIT, (JSON) null).where(isOne());
    Object[][] rows =
        all.stream()
            .map(
                one ->
                    which(
                        migration,
                        one.key(),
                        one.at(),
                        JSON.valueOf(new String(one.audit().bytes(), StandardCharsets.UTF_8))))
            .toArray(Object[][]::new);
    tx.batch(update, rows).execute();
  }

  /** Adds to what the rows of these have done. */
  private static void count(DSLContext tx, short migration, Map<Key, Counts> more) {
    if (more.isEmpty()) {
      return;
    }
    var s = SNAPSHOT;
    var update =
        tx.update(s)
            .set(s.APPLIED, s.APPLIED.plus((Long) null))
            .set(s.UNCHANGED, s.UNCHANGED.plus((Long) null))
            .set(s.STALE, s.STALE.plus((Long) null))
            .set(s.CONFLICTS, s.CONFLICTS.plus((Long) null))
            .set(s.HELD, s.HELD.plus((Long) null))
            .where(isOne());
    Object[][] rows =
        more.entrySet().stream()
            .map(
                e ->
                    which(
                        migration,
                        e.getKey(),
                        e.getValue().applied(),
                        e.getValue().unchanged(),
                        e.getValue().stale(),
                        e.getValue().conflicts(),
                        e.getValue().held()))
            .toArray(Object[][]::new);
    tx.batch(update, rows).execute();
  }

  /** A tenant's snapshot; the one started last, where several sources gave theirs one id. */
  public static @Nullable SnapshotRecord find(
      DSLContext db, short migration, String tenant, String id) {
    var s = SNAPSHOT;
    return db.selectFrom(s)
        .where(s.MIGRATION.eq(migration), s.TENANT.eq(tenant), s.ID.eq(id))
        .orderBy(s.STARTED_OFFSET.desc())
        .limit(1)
        .fetchOne();
  }

  /** The latest of each of a tenant's sources, the one started last first. */
  public static List<SnapshotRecord> latest(
      DSLContext db, short migration, String tenant, int atMost) {
    var s = SNAPSHOT;
    var other = SNAPSHOT.as("other");
    return db.selectFrom(s)
        .where(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(tenant),
            s.STARTED_OFFSET.eq(
                DSL.select(DSL.max(other.STARTED_OFFSET))
                    .from(other)
                    .where(
                        other.MIGRATION.eq(migration),
                        other.TENANT.eq(tenant),
                        other.SOURCE.eq(s.SOURCE))))
        .orderBy(s.STARTED_OFFSET.desc())
        .limit(atMost)
        .fetch();
  }
}
