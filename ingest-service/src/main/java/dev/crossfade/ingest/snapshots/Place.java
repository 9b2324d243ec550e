package dev.crossfade.ingest.snapshots;

import tools.jackson.databind.node.ObjectNode;

/** Where in a snapshot a record was found, in the terms of whoever sent it. */
sealed interface Place {
  /** In UTF-16 units: an end marker must fit into a record of the log, whatever was found. */
  int MAX_TOLD = 200;

  /** The first part of the id of a record's event, unique within the snapshot and part. */
  long number();

  /**
   * In a browser's store.
   *
   * @param number of the record, from 1, in the order of reading
   * @param key of the store
   * @param pointer RFC 6901, into the decoded value
   */
  record InStore(long number, String key, String pointer) implements Place {
    public InStore {
      key = bounded(key);
      pointer = bounded(pointer);
    }
  }

  /**
   * In a stream of lines.
   *
   * @param number of the line, from 1
   */
  record OnLine(long number) implements Place {}

  /** A text of the sender's that is told back: long enough to be recognised, and no longer. */
  static String bounded(String text) {
    if (text.length() <= MAX_TOLD) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TOLD - 1)) ? MAX_TOLD - 1 : MAX_TOLD;
    return text.substring(0, end) + "…";
  }

  /** Says so in an issue. */
  default void tell(ObjectNode issue, String pointerInRecord) {
    switch (this) {
      case InStore(long number, String key, String pointer) ->
          issue.put("key", key).put("pointer", pointer + pointerInRecord);
      case OnLine(long number) -> issue.put("line", number).put("pointer", pointerInRecord);
    }
  }
}
