package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import org.jspecify.annotations.Nullable;

/** How far a snapshot knows its source, for each tenant that it holds records of. Immutable. */
interface Watermarks {
  /** The tenant's; null where what is stated cannot be of the tenant's partition. */
  @Nullable Watermark of(String tenant);

  /** The same for all. */
  static Watermarks same(Watermark watermark) {
    return tenant -> watermark;
  }

  /** A position, which is of one partition. */
  static Watermarks at(Position position, int partitions) {
    return tenant ->
        Partitioner.partition(tenant, partitions) == position.partition()
            ? new Watermark.AsOf(position)
            : null;
  }

  /** All events that the log had; nothing is known where it had none. */
  static Watermarks of(Reach reach, int partitions) {
    return tenant -> {
      int partition = Partitioner.partition(tenant, partitions);
      long end = reach.end(partition);
      return end == 0 ? Watermark.UNKNOWN : new Watermark.AsOf(new Position(partition, end - 1));
    };
  }
}
