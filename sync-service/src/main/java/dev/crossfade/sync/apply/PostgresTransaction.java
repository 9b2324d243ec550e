package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import java.time.Instant;
import java.util.function.Function;
import org.jooq.DSLContext;

/** A transaction of PostgreSQL. For one thread. */
final class PostgresTransaction implements ApplyTransaction {
  private final DSLContext tx;
  private final LogPartition partition;
  private final PostgresStates decided;
  private final RowStage rows;
  private final PostgresWaiting waiting;

  PostgresTransaction(
      DSLContext tx, LogPartition partition, Function<Digest, Blueprint> blueprints) {
    this.tx = tx;
    this.partition = partition;
    Blueprints numbers = new Blueprints(tx, partition.migration());
    this.decided = new PostgresStates(tx, partition, numbers, blueprints);
    this.rows = new RowStage(tx, partition.migration(), numbers, blueprints);
    this.waiting = new PostgresWaiting(tx, partition);
  }

  @Override
  public boolean advance(long from, long to, Instant now) {
    boolean ours = Positions.advance(tx, partition, from, to, now);
    if (ours) {
      decided.showsWith(to - 1);
      checkAtOnce();
    }
    return ours;
  }

  /** Keeps others from the position row without moving it; false when it stands elsewhere. */
  boolean hold(long at) {
    boolean ours = Positions.hold(tx, partition, at);
    if (ours) {
      // Positions up to the last event are known to readers already.
      decided.showsWith(at);
      checkAtOnce();
    }
    return ours;
  }

  /** Keeps others from the position row, wherever it stands; false where there is none. */
  boolean lock() {
    Long next = Positions.lock(tx, partition);
    if (next == null) {
      return false;
    }
    decided.showsWith(next);
    checkAtOnce();
    return true;
  }

  /**
   * A violation must show at its statement, where it can be told whose it is, and not at the
   * commit, which would fail again and again.
   */
  private void checkAtOnce() {
    tx.execute("set constraints all immediate");
  }

  @Override
  public DecidedStates decided() {
    return decided;
  }

  @Override
  public TargetRows rows() {
    return rows;
  }

  @Override
  public WaitingWrites waiting() {
    return waiting;
  }
}
