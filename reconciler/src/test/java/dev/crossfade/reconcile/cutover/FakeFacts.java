package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.reconcile.cutover.GateNumbers.Next;
import dev.crossfade.reconcile.cutover.GateNumbers.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Facts that a test sets. */
final class FakeFacts implements GateFacts {
  final Map<String, TenantProof> proofs = new ConcurrentHashMap<>();
  final AtomicInteger asked = new AtomicInteger();
  volatile long lag;
  volatile long drift;
  volatile @Nullable CleanRun run = GatesTest.run(0);
  volatile boolean away;

  /** Runs while the numbers are asked: between a decision's version and its event. */
  volatile Runnable meanwhile = () -> {};

  @Override
  public GateNumbers numbers(Cutover cutover, Share next) {
    if (away) {
      throw new FactsUnavailableException("PostgreSQL does not answer.");
    }
    asked.incrementAndGet();
    meanwhile.run();
    CleanRun clean = run;
    Instant now = Instant.now();
    return new GateNumbers(
        clean == null ? null : new CleanRun(now, clean.proof()),
        drift,
        Next.NONE,
        lag,
        Waiting.NONE,
        0,
        0);
  }

  @Override
  public Cohort cohort(Cutover cutover, Share next) {
    return new Cohort(proofs.size(), 0, 0, 0);
  }

  @Override
  public Optional<TenantProof> proof(String tenant) {
    return Optional.ofNullable(proofs.get(tenant));
  }

  @Override
  public Optional<CleanRun> cleanRows(Cutover cutover) {
    return Optional.ofNullable(run);
  }
}
