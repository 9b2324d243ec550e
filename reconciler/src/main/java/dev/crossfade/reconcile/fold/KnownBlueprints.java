package dev.crossfade.reconcile.fold;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import java.util.function.Predicate;

/**
 * Whether the control log has a blueprint of a digest. It was published before any event could be
 * accepted under it, so where the answer would be no the control log is read to its end first: what
 * this process happens to have read must decide nothing. One reading does for all events that lay
 * in the log before it: a flood of unreadable ones costs no more than a few. Not thread-safe.
 */
final class KnownBlueprints implements Predicate<Digest> {
  private final LogReader log;
  private final int partition;
  private long certainBelow;
  private long offset;

  KnownBlueprints(LogReader log, int partition) {
    this.log = log;
    this.partition = partition;
  }

  /** The event at this offset is the next to be read. */
  void at(long next) {
    offset = next;
  }

  @Override
  public boolean test(Digest digest) {
    if (log.blueprint(digest).isPresent()) {
      return true;
    }
    if (offset < certainBelow) {
      return false;
    }
    certainBelow = Math.max(offset + 1, log.readControlToEnd(partition));
    return log.blueprint(digest).isPresent();
  }

  /** The blueprint of a digest that an event or a state bears. */
  Blueprint get(Digest digest) {
    if (log.blueprint(digest).isEmpty()) {
      log.readControlToEnd(partition);
    }
    return log.blueprint(digest).orElseThrow();
  }
}
