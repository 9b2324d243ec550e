package dev.crossfade.standalone.demo.history;

import org.jspecify.annotations.Nullable;

/**
 * What must be in the tables for one record.
 *
 * @param record its id as first spelled
 * @param last the acknowledged event of the highest number, which is the record's final form: each
 *     record has one writer, and what a source sent earlier never replaces what it sent later; null
 *     when none was acknowledged
 * @param least the fewest events that took effect
 * @param most the most events that took effect
 * @param settled whether no later event is without an answer
 */
public record RecordExpectation(
    String tenant,
    WrittenEvent.RecordName record,
    @Nullable WrittenEvent last,
    int least,
    int most,
    boolean settled) {

  /** Whether the record is there. */
  public boolean present() {
    return last != null && last.kind() != WrittenEvent.Kind.DELETED;
  }
}
