package dev.crossfade.kit.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a service opened, the last first, each within a time-out, and all of it even when
 * some fail. Safe for many threads; whoever comes second waits until all is closed.
 */
public final class Closer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private record Item(String name, AutoCloseable closeable, Duration timeout) {}

  private final Deque<Item> items = new ArrayDeque<>();
  private boolean closed;

  /** Takes over something, to be closed within ten seconds, and hands it back. */
  public <T extends AutoCloseable> T add(String name, T closeable) {
    return add(name, closeable, DEFAULT_TIMEOUT);
  }

  /**
   * Takes over something, to be closed within the time-out, and hands it back.
   *
   * @throws IllegalStateException when this is closed already; the thing is closed then
   */
  public synchronized <T extends AutoCloseable> T add(String name, T closeable, Duration timeout) {
    Item item = new Item(name, closeable, timeout);
    if (closed) {
      close(item);
      throw new IllegalStateException(name + " came when all was closed");
    }
    items.push(item);
    return closeable;
  }

  /** Closes all; failures and time-outs are logged. A second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!items.isEmpty()) {
      close(items.pop());
    }
  }

  private static void close(Item item) {
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .name("close-" + item.name())
            .start(
                () -> {
                  try {
                    item.closeable().close();
                  } catch (Throwable e) {
                    LOG.warn("{} failed to close: {}", item.name(), e.getClass().getName());
                  } finally {
                    done.countDown();
                  }
                });
    await(item, done, thread);
  }

  private static void await(Item item, CountDownLatch done, Thread thread) {
    // An interrupt must not leave the rest open: it is remembered and waited through.
    boolean interrupted = false;
    long end = System.nanoTime() + item.timeout().toNanos();
    while (true) {
      try {
        if (!done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.warn("{} did not close within {}; going on", item.name(), item.timeout());
          thread.interrupt();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
