package dev.crossfade.ingest.pace;

import java.time.Duration;

/** Time as a waiting backfill sees it. Thread-safe. */
public interface Ticker {
  /** The time of the machine. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Lets about so much time pass. */
  void pause(Duration length) throws InterruptedException;
}
