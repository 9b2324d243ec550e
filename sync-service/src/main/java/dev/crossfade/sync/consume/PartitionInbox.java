package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between the one that reads a partition and the one that applies it: what was read and waits, and
 * where reading is to go on. What was read from elsewhere is dropped, so that the records of a
 * queue always lie one behind the other. Not thread-safe.
 */
public final class PartitionInbox {
  private final RecordQueue queue = new RecordQueue();
  private @Nullable Long seekTo;
  private boolean full;
  private boolean started;

  /** Takes what was read, unless reading is to go on elsewhere. */
  public void offer(List<LogRecord> batch) {
    if (seekTo != null) {
      return; // read from where the partition no longer stands
    }
    queue.add(batch);
    full = queue.isFull();
  }

  /** Reading is to go on at this offset; what waits is forgotten. */
  public void restart(long next) {
    queue.clear();
    full = false;
    seekTo = next;
    started = true;
  }

  /** Where to seek, once; null when reading goes on where it is. */
  public @Nullable Long takeSeek() {
    Long to = seekTo;
    seekTo = null;
    return to;
  }

  /** Whether it was ever said where to begin. */
  public boolean started() {
    return started;
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Whether no more is to be read for now. */
  public boolean isFull() {
    return queue.isFull();
  }

  /** The next batch; empty when nothing waits. */
  public List<LogRecord> take() {
    return queue.take();
  }

  /**
   * A batch that was taken is applied.
   *
   * @return whether there is room again since then
   */
  public boolean done(List<LogRecord> batch) {
    queue.done(batch);
    boolean room = full && !queue.isFull();
    full = queue.isFull();
    return room;
  }
}
