package dev.crossfade.reconcile.digest;

import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.PartOutcome;
import dev.crossfade.reconcile.compare.Scope;
import dev.crossfade.reconcile.compare.SecondLook;
import dev.crossfade.reconcile.digest.StoredStates.Applied;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldLostException;
import dev.crossfade.reconcile.fold.FoldView;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.jooq.DSLContext;

/**
 * Compares decided states with the fold of the log, in transactions that the caller has begun
 * ({@code repeatable read}, read only) and in which nothing was read before. Thread-safe.
 */
public final class DigestLook {
  private static final Duration STEP = Duration.ofMillis(50);

  private final Fold fold;
  private final short migration;
  private final IntToLongFunction logEnd;
  private final Duration patience;

  /**
   * @param migration by its number in PostgreSQL
   * @param logEnd where a partition of the log ends now: the offset of the next event
   * @param patience how long to wait for the fold, in a transaction that does nothing meanwhile;
   *     {@link #await} waits without one
   */
  public DigestLook(Fold fold, short migration, IntToLongFunction logEnd, Duration patience) {
    this.fold = fold;
    this.migration = migration;
    this.logEnd = logEnd;
    this.patience = patience;
  }

  /** Compares a partition at the position that PostgreSQL has. */
  public PartOutcome compare(DSLContext tx, int partition, Scope scope) {
    StoredStates stored = new StoredStates(tx, migration, partition);
    return at(
        stored,
        partition,
        view -> new DigestComparison(view, stored, scope).run(),
        PartOutcome.Indeterminate::new);
  }

  /**
   * Looks at one difference again, in a transaction that began at least a second after the one in
   * which it was seen.
   */
  public SecondLook lookAgain(DSLContext tx, Difference before) {
    int partition = before.position().partition();
    StoredStates stored = new StoredStates(tx, migration, partition);
    return at(
        stored,
        partition,
        view -> {
          Position now = new Position(partition, view.nextOffset());
          Difference difference =
              DigestComparison.isSum(before)
                  ? new DigestComparison(view, stored, Scope.ALL).sumAgain(before)
                  : DigestRule.compare(
                      view.digest(before.record()), stored.record(before.record()), now);
          boolean appended = logEnd.applyAsLong(partition) > before.position().offset();
          return SecondLook.of(before, difference, appended);
        },
        why -> new SecondLook.Indeterminate(before));
  }

  /**
   * Waits until the fold has come as far as this, outside of any transaction.
   *
   * @return whether it has
   */
  public static boolean await(Fold fold, int partition, long nextOffset, Duration patience) {
    FoldAnswer answer = ask(fold, partition, nextOffset, patience);
    if (answer instanceof FoldAnswer.At(FoldView view)) {
      view.close();
    }
    // One that is pruned is past it.
    return answer instanceof FoldAnswer.At || answer instanceof FoldAnswer.Pruned;
  }

  private <T> T at(
      StoredStates stored,
      int partition,
      Function<FoldView, T> compare,
      Function<String, T> indeterminate) {
    Applied applied = stored.applied();
    if (applied == null) {
      return indeterminate.apply("nothing of the partition was applied yet");
    }
    return switch (ask(fold, partition, applied.nextOffset(), patience)) {
      case FoldAnswer.At(FoldView view) -> {
        try (view) {
          yield view.topicId().equals(applied.topicId())
              ? compare.apply(view)
              : indeterminate.apply("PostgreSQL was built from another log than the fold");
        } catch (FoldLostException e) {
          yield indeterminate.apply("the fold went to another instance");
        }
      }
      case FoldAnswer.Behind(long next) ->
          indeterminate.apply("the fold ends at offset " + next + ", below PostgreSQL");
      case FoldAnswer.Pruned(long floor) ->
          indeterminate.apply("the fold does not reach back below offset " + floor);
      case FoldAnswer.NotHere notHere -> indeterminate.apply("the partition is not folded here");
      case FoldAnswer.Halted(String why) -> indeterminate.apply(why);
    };
  }

  private static FoldAnswer ask(Fold fold, int partition, long nextOffset, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    FoldAnswer answer = fold.at(partition, nextOffset);
    // Nobody ever gives a permit: it is a wait that an interrupt ends.
    Semaphore never = new Semaphore(0);
    try {
      while (answer instanceof FoldAnswer.Behind && System.nanoTime() < deadline) {
        if (never.tryAcquire(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("a permit that nobody gave");
        }
        answer = fold.at(partition, nextOffset);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
