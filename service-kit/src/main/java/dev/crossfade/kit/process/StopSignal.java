package dev.crossfade.kit.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of this process by SIGINT, SIGTERM or SIGHUP: orderly at the first, at once at a second
 * Ctrl-C. Safe for many threads.
 */
public final class StopSignal {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);
  private static final int INTERRUPTED = 130;

  private final CountDownLatch received = new CountDownLatch(1);
  private final AutoCloseable service;
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  private StopSignal(AutoCloseable service) {
    this.service = service;
  }

  /** When the process is told to stop, the service is closed first. */
  public static StopSignal closes(AutoCloseable service) {
    StopSignal signal = new StopSignal(service);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Waits, until a signal ends the process. */
  public static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Whether the process ends. */
  public boolean received() {
    return received.getCount() == 0;
  }

  /** The service was closed otherwise: the end of the process is no concern of it any more. */
  public void forget() {
    if (!received()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends just now, and the hook runs anyhow.
        log.debug("The process ends.");
      }
    }
  }

  private void stop() {
    received.countDown();
    Thread.ofPlatform().name("stop-now").daemon().start(StopSignal::haltAtSecond);
    try {
      service.close();
    } catch (Exception e) {
      log.warn("Closing failed: {}", e.getClass().getName());
    }
  }

  /**
   * The JVM heeds no second signal, but starts a thread for it. In a JVM that names it otherwise, a
   * second Ctrl-C does nothing.
   */
  private static void haltAtSecond() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (interruptions() < 2) {
        never.await(100, TimeUnit.MILLISECONDS);
      }
      Runtime.getRuntime().halt(INTERRUPTED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long interruptions() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("SIGINT handler"))
        .count();
  }
}
