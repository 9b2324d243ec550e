package dev.crossfade.reconcile.cutover;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Whether the devices of those that read from PostgreSQL could go back without seeing less than
 * before: docs/cutover.md, "Going back". Looks at each of them, so it is asked by persons, not in a
 * loop. Thread-safe.
 */
final class Readiness {
  private static final int CHUNK = 1_000;
  private static final Comparator<Device> ORDER =
      Comparator.comparing((Device one) -> one.key().tenant())
          .thenComparing(one -> one.key().source());

  private final Migration migration;
  private final ReconcilerStore store;
  private final ProofBoard board;
  private final Observations told;

  Readiness(Migration migration, ReconcilerStore store, ProofBoard board, Observations told) {
    this.migration = migration;
    this.store = store;
    this.board = board;
    this.told = told;
  }

  /** What is known of a device. */
  enum State {
    /** Its outbox is empty, and it has seen all that its tenant's change feed has. */
    READY,
    /** It has something to send, or has not seen all. */
    BEHIND,
    /** It has told nothing yet. */
    UNKNOWN
  }

  /**
   * A device of a tenant that reads from PostgreSQL.
   *
   * @param reads where itself does
   * @param latest what it told last; null for nothing
   * @param applied how far its tenant's log is applied; null where nothing of it is
   */
  record Device(
      SourceKey key,
      Reads reads,
      @Nullable Observation latest,
      @Nullable Position applied,
      State state) {}

  /**
   * Some of the devices in order, and how many there are in all.
   *
   * @param more whether there are more behind these
   */
  record Page(long devices, long ready, long unknown, List<Device> some, boolean more) {}

  /**
   * Looks at all.
   *
   * @param after the device behind which to begin; null for the first
   * @throws FactsUnavailableException where something cannot be asked
   */
  Page page(Cutover cutover, @Nullable SourceKey after, int limit) {
    if (!board.caughtUp() || !told.caughtUp()) {
      throw new FactsUnavailableException("What devices and proofs say is not read yet.");
    }
    try {
      short id = store.migrationId(migration.name());
      return store.reads().snapshot(db -> page(db, id, cutover, new Wanted(after, limit)));
    } catch (DataAccessException e) {
      throw new FactsUnavailableException("PostgreSQL does not answer.", e);
    }
  }

  private record Wanted(@Nullable SourceKey after, int limit) {}

  private Page page(DSLContext db, short id, Cutover cutover, Wanted wanted) {
    Map<Integer, Long> applied = applied(db, id);
    Tally tally = new Tally(wanted);
    List<Device> doubtful = new ArrayList<>();
    for (String tenant : board.all().keySet()) {
      for (Device device : devices(cutover, tenant, applied)) {
        if (device.state() == State.BEHIND && mayHaveSeenAll(device)) {
          doubtful.add(device);
        } else {
          tally.add(device);
        }
        if (doubtful.size() == CHUNK) {
          settle(db, id, doubtful).forEach(tally::add);
          doubtful.clear();
        }
      }
    }
    settle(db, id, doubtful).forEach(tally::add);
    return tally.page();
  }

  /** Counts all, and keeps those that are wanted. */
  private static final class Tally {
    private final Wanted wanted;
    private final PriorityQueue<Device> some = new PriorityQueue<>(ORDER.reversed());
    private long devices;
    private long ready;
    private long unknown;

    Tally(Wanted wanted) {
      this.wanted = wanted;
    }

    void add(Device device) {
      devices++;
      ready += device.state() == State.READY ? 1 : 0;
      unknown += device.state() == State.UNKNOWN ? 1 : 0;
      SourceKey after = wanted.after();
      boolean behind =
          after == null
              || ORDER.compare(device, new Device(after, Reads.LEGACY, null, null, State.READY))
                  > 0;
      if (behind) {
        some.add(device);
        if (some.size() > wanted.limit() + 1) {
          some.remove();
        }
      }
    }

    Page page() {
      List<Device> list = new ArrayList<>(some);
      list.sort(ORDER);
      boolean more = list.size() > wanted.limit();
      return new Page(devices, ready, unknown, more ? list.subList(0, wanted.limit()) : list, more);
    }
  }

  private List<Device> devices(Cutover cutover, String tenant, Map<Integer, Long> applied) {
    TenantProof proof = board.of(tenant).orElse(TenantProof.NONE);
    if (CutoverRule.decide(cutover, proof, tenant, null).reads() != Reads.TARGET) {
      return List.of();
    }
    Map<String, Observation> latest = told.ofTenant(tenant);
    Set<String> sources = new TreeSet<>(CutoverJson.sources(proof, null));
    sources.addAll(latest.keySet());
    int partition = Partitioner.partition(tenant, partitions());
    long next = applied.getOrDefault(partition, 0L);
    Position at = next == 0 ? null : new Position(partition, next - 1);
    List<Device> devices = new ArrayList<>();
    for (String source : sources) {
      Observation observation = latest.get(source);
      devices.add(
          new Device(
              new SourceKey(tenant, source),
              CutoverRule.decide(cutover, proof, tenant, source).reads(),
              observation,
              at,
              state(observation, at)));
    }
    return devices;
  }

  /** As far as its position alone tells. */
  static State state(@Nullable Observation told, @Nullable Position applied) {
    if (told == null) {
      return State.UNKNOWN;
    }
    Position seen = told.seen();
    boolean all = applied == null || (seen != null && seen.offset() >= applied.offset());
    return told.unsent() == 0 && all ? State.READY : State.BEHIND;
  }

  /** Other tenants' events move the applied position, too: then the tenant's own are asked for. */
  private static boolean mayHaveSeenAll(Device device) {
    Observation told = device.latest();
    return told != null && told.unsent() == 0 && told.seen() != null;
  }

  private static List<Device> settle(DSLContext db, short id, List<Device> doubtful) {
    if (doubtful.isEmpty()) {
      return List.of();
    }
    Set<Integer> behind = new HashSet<>(unseen(db, id, doubtful));
    List<Device> settled = new ArrayList<>();
    for (int i = 0; i < doubtful.size(); i++) {
      Device one = doubtful.get(i);
      State state = behind.contains(i) ? State.BEHIND : State.READY;
      settled.add(new Device(one.key(), one.reads(), one.latest(), one.applied(), state));
    }
    return settled;
  }

  /** Which of them have a change before them that the feed tells of. */
  private static List<Integer> unseen(DSLContext db, short id, List<Device> devices) {
    String[] tenants = devices.stream().map(one -> one.key().tenant()).toArray(String[]::new);
    Long[] seen = devices.stream().map(Readiness::seen).toArray(Long[]::new);
    return db.resultQuery(
            """
            select (k.n - 1)::integer
              from unnest({0}::varchar[], {1}::bigint[]) with ordinality as k (tenant, seen, n)
             where exists (
                     select 1 from crossfade.decision d
                      where d.tenant = k.tenant and d.migration = {2} and d."offset" > k.seen
                        and d.domain is not null and d.outcome not in ('stale', 'duplicate')
                        and (d.outcome <> 'unchanged' or d.detail = 'settled'))
                or exists (
                     select 1 from crossfade.changed_later c
                      where c.tenant = k.tenant and c.migration = {2} and c."offset" > k.seen)
            """,
            DSL.val(tenants), DSL.val(seen), DSL.val(id))
        .fetch(0, Integer.class);
  }

  private static long seen(Device device) {
    Observation told = device.latest();
    Position seen = told == null ? null : told.seen();
    return seen == null ? -1 : seen.offset();
  }

  private int partitions() {
    return migration
        .log()
        .orElseThrow(() -> new FactsUnavailableException("The log is not known yet."))
        .partitions();
  }

  private static Map<Integer, Long> applied(DSLContext db, short id) {
    var a = APPLIED_POSITION;
    return db.select(a.PARTITION, a.NEXT_OFFSET)
        .from(a)
        .where(a.MIGRATION.eq(id))
        .fetchMap(a.PARTITION, a.NEXT_OFFSET);
  }
}
