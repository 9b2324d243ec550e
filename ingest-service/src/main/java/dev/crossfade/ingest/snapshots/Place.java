package dev.crossfade.ingest.snapshots;

import tools.jackson.databind.node.ObjectNode;

/** Where in a snapshot a record was found, in the terms of whoever sent it. */
sealed interface Place {
  /** The first part of the id of a record's event, unique within the snapshot and part. */
  long number();

  /**
   * In a browser's store.
   *
   * @param number of the record, from 1, in the order of reading
   * @param key of the store
   * @param pointer RFC 6901, into the decoded value
   */
  record InStore(long number, String key, String pointer) implements Place {}

  /**
   * In a stream of lines.
   *
   * @param number of the line, from 1
   */
  record OnLine(long number) implements Place {}

  /** Says so in an issue. */
  default void tell(ObjectNode issue, String pointerInRecord) {
    switch (this) {
      case InStore(long number, String key, String pointer) ->
          issue.put("key", key).put("pointer", pointer + pointerInRecord);
      case OnLine(long number) -> issue.put("line", number).put("pointer", pointerInRecord);
    }
  }
}
