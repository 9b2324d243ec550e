package dev.crossfade.sync.changes;

import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who listen to one tenant. Mostly all of them stand at the same position, and what one has
 * read is told to the others without asking the database again. Thread-safe.
 */
final class TenantListeners {
  private final Set<ChangeListener> listeners = new LinkedHashSet<>();
  private final Object reading = new Object();

  // Guarded by reading.
  private @Nullable ChangePage last;

  synchronized void add(ChangeListener listener) {
    listeners.add(listener);
  }

  synchronized void remove(ChangeListener listener) {
    listeners.remove(listener);
  }

  synchronized boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Something of the tenant changed below this offset. */
  void moved(long next) {
    all().forEach(listener -> listener.moved(next));
  }

  void end() {
    all().forEach(ChangeListener::end);
  }

  private synchronized List<ChangeListener> all() {
    return new ArrayList<>(listeners);
  }

  /**
   * The page that was read last, where it is the same one and new enough; else what is read now, by
   * one at a time.
   *
   * @param known the offset below which nothing may be missing; {@link Long#MAX_VALUE}: read anew
   */
  ChangePage page(@Nullable Position after, long known, Supplier<ChangePage> read) {
    synchronized (reading) {
      ChangePage page = last;
      if (page == null || page.nextOffset() < known || !Objects.equals(page.after(), after)) {
        page = read.get();
        last = page;
      }
      return page;
    }
  }
}
