package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The records that wait for a partition's worker: enough to read ahead while a batch commits, and
 * no more, in bytes as well, for a source may fill the log with its largest documents. A batch in
 * hand counts until it is done. Not thread-safe.
 */
final class RecordQueue {
  private static final int MAX_RECORDS = 2_000;
  private static final int MAX_BYTES = 8 << 20;

  private final Deque<LogRecord> waiting = new ArrayDeque<>();
  private int records;
  private long bytes;

  void add(List<LogRecord> batch) {
    waiting.addAll(batch);
    records += batch.size();
    bytes += size(batch);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean isFull() {
    return records >= MAX_RECORDS || bytes >= MAX_BYTES;
  }

  /** Takes the next records out, as many as make one batch. */
  List<LogRecord> take() {
    List<LogRecord> batch = new ArrayList<>();
    long taken = 0;
    while (!waiting.isEmpty() && batch.size() < MAX_RECORDS && taken < MAX_BYTES) {
      LogRecord record = waiting.remove();
      batch.add(record);
      taken += size(record);
    }
    return batch;
  }

  /** A batch that was taken is applied. */
  void done(List<LogRecord> batch) {
    records -= batch.size();
    bytes -= size(batch);
  }

  /** Forgets all, what was taken too. */
  void clear() {
    waiting.clear();
    records = 0;
    bytes = 0;
  }

  private static long size(List<LogRecord> batch) {
    return batch.stream().mapToLong(RecordQueue::size).sum();
  }

  private static long size(LogRecord record) {
    byte[] key = record.message().key();
    byte[] value = record.message().value();
    long size = key == null ? 0 : key.length;
    size += value == null ? 0 : value.length;
    for (LogRecord.Header header : record.message().headers()) {
      byte[] content = header.value();
      size += header.name().length();
      size += content == null ? 0 : content.length;
    }
    return size;
  }
}
