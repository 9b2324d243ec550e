package dev.crossfade.kit.log;

import dev.crossfade.core.log.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The acknowledgements that one request waits for. One thread waits, the producer's reports. */
public final class Acknowledgements {
  private final AtomicReferenceArray<@Nullable Position> positions;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final CountDownLatch missing;

  /**
   * @param count how many records are sent
   */
  public Acknowledgements(int count) {
    this.positions = new AtomicReferenceArray<>(count);
    this.missing = new CountDownLatch(count);
  }

  /** The record of this index is in the log. */
  public void acknowledged(int index, RecordMetadata where) {
    positions.set(index, new Position(where.partition(), where.offset()));
    missing.countDown();
  }

  /** One is enough: nobody waits for the others then. */
  public void failed(Exception cause) {
    failure.compareAndSet(null, cause);
    while (missing.getCount() > 0) {
      missing.countDown();
    }
  }

  /** Why one failed; null when none did, so far. */
  public @Nullable Exception failure() {
    return failure.get();
  }

  /** The positions of all; null when one failed or the time is over. */
  public @Nullable List<Position> await(Duration atMost) throws InterruptedException {
    if (!missing.await(atMost.toNanos(), TimeUnit.NANOSECONDS) || failure.get() != null) {
      return null;
    }
    List<Position> all = new ArrayList<>(positions.length());
    for (int i = 0; i < positions.length(); i++) {
      Position position = positions.get(i);
      if (position == null) {
        throw new IllegalStateException("an acknowledged event has a position");
      }
      all.add(position);
    }
    return all;
  }
}
