package dev.crossfade.sync.apply;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.RowRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries again what waits: at once and all of it when the row came or went that it waits for, and a
 * little of the rest with every batch, ever more rarely, for what nobody can know (a constraint
 * dropped, a row put right by hand). So a backlog costs a batch next to nothing, whatever its size.
 */
final class ParkedRetry {
  private static final int AT_ONCE = 500;
  private static final int WITHOUT_REASON = 10;

  private final ApplyTransaction tx;
  private final WritePlanner planner;
  private final Instant now;

  ParkedRetry(ApplyTransaction tx, WritePlanner planner, Instant now) {
    this.tx = tx;
    this.planner = planner;
    this.now = now;
  }

  /** Tries what waits for a row that these writes made or took away, and what waits for that. */
  void wake(List<RecordWrite> written) {
    Set<RowRef> moved = rows(written);
    while (!moved.isEmpty()) {
      Set<RowRef> next = new HashSet<>();
      List<Parked> waiting;
      long after = -1;
      do {
        waiting = tx.waiting().waitingFor(moved, after, AT_ONCE);
        next.addAll(rows(retry(waiting)));
        after = waiting.isEmpty() ? after : waiting.getLast().offset();
      } while (waiting.size() == AT_ONCE);
      moved = next;
    }
  }

  /** Tries some of what is due, though nothing is known to have changed. */
  void tryDue() {
    List<RecordWrite> freed = retry(tx.waiting().due(now, WITHOUT_REASON));
    wake(freed);
  }

  List<RecordWrite> retry(List<Parked> waiting) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    Map<RecordKey, Parked> still = new HashMap<>();
    waiting.forEach(one -> still.put(one.key(), one));
    List<RecordWrite> ready =
        waiting.stream()
            .map(planner::plan)
            .filter(Planned.Ready.class::isInstance)
            .map(plan -> ((Planned.Ready) plan).write())
            .toList();
    TargetRows.Result result = tx.rows().write(ready);
    Map<RecordKey, Written> written = new HashMap<>();
    result.written().forEach(write -> written.put(write.key(), write.written()));
    tx.decided().written(written);
    tx.decided().changedLater(written.keySet());
    tx.waiting().remove(written.keySet());
    still.keySet().removeAll(written.keySet());
    result.refused().forEach(one -> still.put(one.key(), one));
    tx.waiting().again(still.values(), now);
    return result.written();
  }

  private static Set<RowRef> rows(List<RecordWrite> writes) {
    Set<RowRef> rows = new HashSet<>();
    for (RecordWrite write : writes) {
      write.rowIds().forEach(id -> rows.add(new RowRef(write.key().tenant(), id)));
    }
    return rows;
  }
}
