package dev.crossfade.ingest.pace;

import java.util.Map;

/** How far sync has come in one log of changes. Thread-safe. */
@FunctionalInterface
public interface SyncProgress {
  /**
   * The next offset of each partition that sync told of; those it told nothing of are missing. May
   * be a moment old. Never fails: what cannot be asked is not known.
   */
  Map<Integer, Long> applied() throws InterruptedException;
}
