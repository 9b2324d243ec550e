package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.log.Position;
import org.jspecify.annotations.Nullable;

/** Where the events of a snapshot go. */
interface Outlet {
  /** A dry run: nothing is kept. */
  Outlet NONE =
      new Outlet() {
        @Override
        public void add(ChangeEvent event) {}

        @Override
        public void flush() {}

        @Override
        public @Nullable Position position() {
          return null;
        }
      };

  /**
   * Takes an event; it may wait until earlier ones are acknowledged.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503, when the log cannot be appended to
   */
  void add(ChangeEvent event) throws InterruptedException;

  /** Returns when all that was taken is acknowledged. */
  void flush() throws InterruptedException;

  /** The highest position; null where there is none, or where several partitions were written. */
  @Nullable Position position();
}
