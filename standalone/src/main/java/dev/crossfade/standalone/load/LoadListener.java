package dev.crossfade.standalone.load;

import tools.jackson.databind.node.ObjectNode;

/** Hears how a load goes on, from the thread that runs it. */
public interface LoadListener {
  /** The snapshot that all of it belongs to; told once, before the first record is read. */
  void opened(String snapshot, boolean resumed);

  /** The records begin; {@code total} is -1 where nobody counted. */
  void reading(long total);

  /** So many records were read, and so many of them are acknowledged. */
  void progress(long read, Tally tally);

  /** Whether each single issue is wanted: a request tells the first hundred, the rest is asked. */
  boolean wantsAllIssues();

  /**
   * Something is wrong with a record.
   *
   * @param issue as the server tells it, with {@code row}, its number in the whole, from 1
   */
  void issue(ObjectNode issue);
}
