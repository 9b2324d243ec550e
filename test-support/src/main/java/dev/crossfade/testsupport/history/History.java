package dev.crossfade.testsupport.history;

import java.util.List;

/**
 * All that is known of a run. {@code sent} is gone through twice and may lie in a file; so may the
 * log and the tables, which are gone through once.
 *
 * @param log all of it; the entries of a partition in the order of their offsets
 * @param commits the transactions that moved a partition, in the order they were committed; empty
 *     where nobody knows them
 */
public record History(
    Rules rules,
    Iterable<Sent> sent,
    Iterable<Read> reads,
    Iterable<Entry> log,
    Tables tables,
    List<Commit> commits) {
  public History {
    commits = List.copyOf(commits);
  }

  /**
   * One transaction of a worker.
   *
   * @param from the next offset that it found
   * @param to the next offset that it left
   */
  public record Commit(int partition, long from, long to, String worker) {}
}
