package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.Decider;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of the way back behind the position that PostgreSQL had a minute ago: whoever reads the
 * position in a transaction of PostgreSQL has that long to ask for it. Also of ids that no event
 * can be held against any more. Used by the folding thread alone.
 */
final class Pruning {
  private static final long KEPT_FOR = 60_000;
  private static final int SLICE = 1_000;
  private static final int SLICES = 50;

  private final PartitionFold fold;
  private final FoldTables tables;
  private final AppliedPositions applied;
  private final Deque<Seen> seen = new ArrayDeque<>();
  private long target;
  private @Nullable Bytes seenCursor;

  private record Seen(long at, long next) {}

  Pruning(PartitionFold fold, FoldTables tables, AppliedPositions applied) {
    this.fold = fold;
    this.tables = tables;
    this.applied = applied;
  }

  /** Looks how far PostgreSQL is. */
  void look(long now) {
    Long next = applied.nextOffset(fold.partition());
    if (next == null) {
      return;
    }
    if (seen.isEmpty() && next > fold.progress().next()) {
      // Far behind, nobody could have asked yet for what lies below.
      target = Math.max(target, next);
    }
    seen.add(new Seen(now, next));
    while (seen.getFirst().at() <= now - KEPT_FOR) {
      target = Math.max(target, seen.removeFirst().next());
      if (seen.isEmpty()) {
        return;
      }
    }
  }

  /** Whether anyone may ask for the position before an event. Called with the lock held. */
  boolean keeps(long offset) {
    return offset >= target || fold.lowestPin() <= offset;
  }

  /** Removes some of what is not asked for any more. */
  void prune(long now) {
    look(now);
    fold.write(
        () -> {
          Progress progress = fold.progress();
          long to = Math.min(Math.min(target, fold.lowestPin()), progress.next());
          if (to > progress.floor()) {
            fold.progress(progress.raised(to));
          }
        });
    for (int i = 0; i < SLICES && clean(); i++) {
      // One slice a turn: readers come in between.
    }
    fold.write(this::forgetSeen);
  }

  private boolean clean() {
    boolean[] more = new boolean[1];
    fold.write(
        () -> {
          Progress progress = fold.progress();
          if (progress.cleaned() < progress.floor()) {
            long to = tables.forgetDeltas(progress.cleaned(), progress.floor(), SLICE);
            fold.progress(progress.cleanedTo(to));
            more[0] = to < progress.floor();
          }
        });
    return more[0];
  }

  private void forgetSeen() {
    // Twice the time, as sync does: no decision depends on what is that old.
    Instant before =
        Instant.ofEpochMilli(fold.progress().appended()).minus(Decider.SEEN_FOR.multipliedBy(2));
    seenCursor = tables.forgetSeen(seenCursor, before, SLICE);
  }
}
