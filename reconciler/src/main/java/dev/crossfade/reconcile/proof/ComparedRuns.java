package dev.crossfade.reconcile.proof;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_PART;

import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How far the runs are that can note a comparison of a partition: a {@code rows} run notes when it
 * ends, a {@code snapshot} run with each part, both in the transaction that says so here. So who
 * has seen the one knows of the other. Immutable.
 *
 * @param turn of the latest run; 0 for none
 * @param known the latest runs, and older ones that had not ended
 */
record ComparedRuns(long turn, Map<UUID, Stand> known) {
  private static final int LATEST = 200;

  /**
   * How far one is.
   *
   * @param whole whether it is of all tenants
   */
  record Stand(String level, boolean over, boolean partDone, boolean whole) {
    private boolean notes() {
      return switch (Level.ofWord(level)) {
        case ROWS -> over;
        case SNAPSHOT -> over || partDone;
        case DIGEST -> false;
        case null -> true;
      };
    }
  }

  ComparedRuns {
    known = Map.copyOf(known);
  }

  /** Reads them; one that is not finished, or was not, is looked up however old it is. */
  static ComparedRuns read(
      DSLContext tx, short migration, int partition, @Nullable ComparedRuns before) {
    var r = RECONCILIATION;
    Map<UUID, Stand> known = new HashMap<>();
    long turn = some(tx, partition, r.MIGRATION.eq(migration), known);
    List<UUID> old = new ArrayList<>();
    if (before != null) {
      before.known.forEach(
          (id, stand) -> {
            if (!stand.over() && !known.containsKey(id)) {
              old.add(id);
            }
          });
    }
    // Of those that have not ended there are few: no more than may wait in line.
    Condition unfinished = r.STATE.eq(RunState.RUNNING.word());
    some(tx, partition, r.MIGRATION.eq(migration).and(unfinished.or(r.ID.in(old))), known);
    return new ComparedRuns(turn, known);
  }

  private static long some(DSLContext tx, int partition, Condition which, Map<UUID, Stand> known) {
    var r = RECONCILIATION;
    var p = RECONCILIATION_PART;
    long highest = 0;
    for (var row :
        tx.select(r.ID, r.TURN, r.LEVEL, r.STATE, p.STATE, r.TENANTS.isNull())
            .from(r)
            .leftJoin(p)
            .on(p.RECONCILIATION.eq(r.ID), p.PART.eq(partition))
            .where(which)
            .orderBy(r.TURN.desc())
            .limit(LATEST)) {
      highest = Math.max(highest, row.value2());
      known.put(
          row.value1(),
          new Stand(
              row.value3(),
              !RunState.RUNNING.word().equals(row.value4()),
              RunPart.State.DONE.word().equals(row.value5()),
              Boolean.TRUE.equals(row.value6())));
    }
    return highest;
  }

  /**
   * Adds the tenants of which something may have been noted since.
   *
   * @return false where that may be any of them
   */
  boolean changedSince(ComparedRuns before, DSLContext tx, Set<String> tenants) {
    if (turn < before.turn) {
      // The database was set back.
      return false;
    }
    Set<UUID> named = new HashSet<>();
    for (var one : known.entrySet()) {
      Stand now = one.getValue();
      if (!now.equals(before.known.get(one.getKey())) && now.notes()) {
        if (now.whole()) {
          return false;
        }
        named.add(one.getKey());
      }
    }
    if (!named.isEmpty()) {
      var r = RECONCILIATION;
      for (String[] some : tx.select(r.TENANTS).from(r).where(r.ID.in(named)).fetch(r.TENANTS)) {
        tenants.addAll(Arrays.asList(some));
      }
    }
    return true;
  }
}
