package dev.crossfade.sync.simulation;

import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.apply.TargetRows;
import dev.crossfade.sync.apply.WaitingWrites;
import java.time.Instant;

/** Passes everything on; what a mutant does otherwise it overrides. */
class PassingTransaction implements ApplyTransaction {
  final ApplyTransaction tx;

  PassingTransaction(ApplyTransaction tx) {
    this.tx = tx;
  }

  @Override
  public boolean advance(long from, long to, Instant now) {
    return tx.advance(from, to, now);
  }

  @Override
  public DecidedStates decided() {
    return tx.decided();
  }

  @Override
  public TargetRows rows() {
    return tx.rows();
  }

  @Override
  public WaitingWrites waiting() {
    return tx.waiting();
  }
}
