package dev.crossfade.sync.changes;

import dev.crossfade.core.log.Position;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One who listens to a tenant. Thread-safe. */
final class ChangeListener implements AutoCloseable {
  private final TenantListeners tenant;
  private final Runnable forget;

  // Guarded by this.
  private long known;
  private boolean moved;
  private boolean ended;

  ChangeListener(TenantListeners tenant, Runnable forget) {
    this.tenant = tenant;
    this.forget = forget;
  }

  synchronized void moved(long next) {
    known = next;
    moved = true;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
  }

  /**
   * Waits until something changed, or all ends.
   *
   * @param deadline by {@link System#nanoTime}
   * @return whether something changed
   */
  synchronized boolean await(long deadline) throws InterruptedException {
    while (!moved && !ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return moved;
  }

  /**
   * What lies behind a position: as one of the tenant's listeners has read it since the last
   * change, or as it is read now.
   */
  ChangePage page(@Nullable Position after, boolean anew, Supplier<ChangePage> read) {
    long needed;
    synchronized (this) {
      // What comes from here on wakes once more.
      moved = false;
      needed = anew ? Long.MAX_VALUE : known;
    }
    return tenant.page(after, needed, read);
  }

  @Override
  public void close() {
    tenant.remove(this);
    forget.run();
  }
}
