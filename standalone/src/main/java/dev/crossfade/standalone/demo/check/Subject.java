package dev.crossfade.standalone.demo.check;

import tools.jackson.databind.JsonNode;

/**
 * What columns are worked out for: a record in its final form, or an element of one of its arrays.
 *
 * @param key the id by which everybody but its source knows the record
 * @param source that wrote it
 * @param document as it was sent last
 * @param time of its last event, RFC 3339
 * @param at the element, or the document itself
 * @param index the element's place
 * @param present tells which records are there in the end
 */
record Subject(
    String tenant,
    String domain,
    String key,
    String source,
    JsonNode document,
    String time,
    JsonNode at,
    int index,
    Present present) {

  /** Which records are there in the end. */
  @FunctionalInterface
  interface Present {
    /** Whether the record of this key is there. */
    boolean contains(String tenant, String domain, String key);
  }

  /** One element of an array of the record. */
  Subject element(JsonNode element, int place) {
    return new Subject(tenant, domain, key, source, document, time, element, place, present);
  }

  /** The same, with what comes back in the place of what was sent. */
  Subject seeing(JsonNode other) {
    return new Subject(tenant, domain, key, source, document, time, other, index, present);
  }
}
