package dev.crossfade.sync.conflict;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conflict as the tables have it: the side that is not in the record.
 *
 * @param position of the event whose side it is
 * @param source whose side it is
 * @param waits whether a person is to decide; else the policy has
 * @param policy by which it was decided so
 * @param fields in which the sides differed, as far as that is noted
 * @param deleted whether this side is a delete
 * @param document this side's; null for a delete, and where only the log has it
 * @param version of the document
 */
record ConflictEntry(
    Position position,
    RecordKey key,
    String source,
    boolean waits,
    String policy,
    List<String> fields,
    boolean deleted,
    @Nullable String document,
    int version,
    Writer writer,
    Instant appended) {
  /**
   * What the event's writer said: the position of what it had seen, and the fields that it changed;
   * null where it did not.
   */
  record Writer(@Nullable Position base, @Nullable List<String> changed) {}

  ConflictEntry {
    fields = List.copyOf(fields);
  }
}
