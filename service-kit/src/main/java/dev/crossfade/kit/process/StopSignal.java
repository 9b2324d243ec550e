package dev.crossfade.kit.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a process by SIGINT, SIGTERM or SIGHUP: orderly at the first, at once at a second. */
public final class StopSignal {
  private static final int INTERRUPTED = 130;

  private StopSignal() {}

  /** When the process is told to stop, the service is closed first. */
  public static void closes(AutoCloseable service) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      Thread.ofPlatform().name("stop-now").daemon().start(StopSignal::haltAtSecond);
                      try {
                        service.close();
                      } catch (Exception e) {
                        throw new IllegalStateException("closing failed", e);
                      }
                    }));
  }

  /** Waits, until a signal ends the process. */
  public static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /**
   * The JVM heeds no second signal, but starts a thread for it. Where another JVM names it
   * otherwise, a second Ctrl-C does nothing.
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
