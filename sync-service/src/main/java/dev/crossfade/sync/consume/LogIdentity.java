package dev.crossfade.sync.consume;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.sync.store.Positions.Applied;
import org.jspecify.annotations.Nullable;

/**
 * Holds three accounts of a log of changes against each other: what the control log recorded when
 * it was made, what the broker has now, and what the database was built from. Pure.
 */
public final class LogIdentity {
  private LogIdentity() {}

  /** The topic as the broker has it, and the range of offsets that a partition still holds. */
  public record Found(String topicId, int partitions, long beginning, long end) {}

  /**
   * Where to go on.
   *
   * @param applied the partition's row; null where it was never begun
   * @throws Halt where the accounts differ
   */
  static long start(String topic, ChangesLog recorded, Found found, @Nullable Applied applied)
      throws Halt {
    if (!recorded.topicId().equals(found.topicId())) {
      throw new Halt(
          topic
              + " is another topic than the one that the migration was made with (id "
              + found.topicId()
              + " instead of "
              + recorded.topicId()
              + "). Restore the topic; do not make it anew.");
    }
    if (recorded.partitions() != found.partitions()) {
      throw new Halt(
          topic
              + " has "
              + found.partitions()
              + " partitions instead of "
              + recorded.partitions()
              + ": tenants would change their partition. Partitions cannot be added to a log.");
    }
    if (found.beginning() != 0) {
      throw new Halt(
          topic
              + " begins at offset "
              + found.beginning()
              + ": events were deleted. Its retention must have no end.");
    }
    if (applied == null) {
      return 0;
    }
    if (!applied.topicId().equals(found.topicId()) || applied.partitions() != found.partitions()) {
      throw new Halt(
          topic
              + " is not the log that this database was built from (topic id "
              + found.topicId()
              + " instead of "
              + applied.topicId()
              + "). Restore the log, or begin with an empty database.");
    }
    if (applied.nextOffset() > found.end()) {
      throw new Halt(
          topic
              + " ends at offset "
              + found.end()
              + ", but the database has applied up to "
              + applied.nextOffset()
              + ": the log has lost events. Restore it; the database is ahead.");
    }
    return applied.nextOffset();
  }
}
