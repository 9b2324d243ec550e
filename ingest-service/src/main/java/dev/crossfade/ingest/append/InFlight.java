package dev.crossfade.ingest.append;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what waits for the log, by bytes and by requests, so that a slow broker costs callers a
 * 429 and not this process its memory. Thread-safe.
 */
public final class InFlight {
  private final long maxBytes;
  private final int maxRequests;

  // Guarded by this.
  private long bytes;
  private int requests;

  public InFlight(long maxBytes, int maxRequests) {
    this.maxBytes = maxBytes;
    this.maxRequests = maxRequests;
  }

  /** Room for a request of this size, or null when there is none. Its taker releases it. */
  public synchronized @Nullable Room take(int size) {
    if (requests == maxRequests || size > maxBytes - bytes) {
      return null;
    }
    requests++;
    bytes += size;
    return new Room(size);
  }

  /** More room for a request that turned out larger; false where there is none. */
  private synchronized boolean grow(int more) {
    if (more > maxBytes - bytes) {
      return false;
    }
    bytes += more;
    return true;
  }

  public synchronized int requests() {
    return requests;
  }

  public synchronized long bytes() {
    return bytes;
  }

  private synchronized void giveBack(int size) {
    requests--;
    bytes -= size;
  }

  /**
   * The room of one request. The request holds it, and so does each of its records until Kafka is
   * done with it, which may be after the request was answered.
   */
  public final class Room {
    private final AtomicInteger holders = new AtomicInteger(1);
    private int size;

    private Room(int size) {
      this.size = size;
    }

    /**
     * Makes it at least so large; false where there is no room for that. For its taker, before any
     * record holds it.
     */
    public boolean growTo(int newSize) {
      if (newSize > size) {
        if (!grow(newSize - size)) {
          return false;
        }
        size = newSize;
      }
      return true;
    }

    void hold() {
      holders.incrementAndGet();
    }

    /** One holder less; the last one gives the room back. */
    public void release() {
      if (holders.decrementAndGet() == 0) {
        giveBack(size);
      }
    }
  }
}
