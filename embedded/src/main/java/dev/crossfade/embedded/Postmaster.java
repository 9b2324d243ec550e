package dev.crossfade.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's main process, started again whenever it ends unasked. */
final class Postmaster {
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  // Recovery after a crash replays at most what was written since the last checkpoint.
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final PostgresCluster cluster;
  private final int port;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread watcher;
  private volatile Process process;

  private Postmaster(PostgresCluster cluster, int port, Process process) {
    this.cluster = cluster;
    this.port = port;
    this.process = process;
    this.watcher = Thread.ofPlatform().name("postgres-watch").daemon().unstarted(this::watch);
  }

  /**
   * Starts PostgreSQL and returns when it accepts connections. Tries again for a while: after
   * SIGKILL of a postmaster its backends hold the directory a little longer.
   */
  static Postmaster start(PostgresCluster cluster, int port)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    do {
      Process process = cluster.launch(port);
      if (readyOrStopped(cluster, process)) {
        Postmaster postmaster = new Postmaster(cluster, port, process);
        postmaster.watcher.start();
        return postmaster;
      }
    } while (!never.await(250, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    throw new IllegalStateException("PostgreSQL does not start:\n" + cluster.endOfLog());
  }

  /** The process id now; another one after a restart. */
  long pid() {
    return process.pid();
  }

  /** Stops watching, then PostgreSQL. False when it lives on. Safe to call twice. */
  boolean stop() throws IOException, InterruptedException {
    Process last;
    synchronized (this) {
      stopping.countDown();
      last = process;
    }
    boolean stopped = !last.isAlive() || cluster.stop(last.toHandle());
    watcher.join(Duration.ofSeconds(5));
    return stopped;
  }

  /** False when the process ended; where waiting for it fails, it is told to stop. */
  private static boolean readyOrStopped(PostgresCluster cluster, Process process)
      throws IOException, InterruptedException {
    boolean answered = false;
    try {
      boolean ready = cluster.awaitReady(process, READY_TIMEOUT);
      answered = true;
      return ready;
    } finally {
      if (!answered) {
        process.destroy();
      }
    }
  }

  private void watch() {
    try {
      Duration pause = SHORTEST_PAUSE;
      while (true) {
        long started = System.nanoTime();
        int status = process.waitFor();
        if (stopping.getCount() == 0) {
          return;
        }
        boolean lived = System.nanoTime() - started > LONGEST_PAUSE.toNanos();
        pause = lived ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        log.warn(
            "PostgreSQL (process {}) ended with status {}; it is started again in {} ms.",
            pid(),
            status,
            pause.toMillis());
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS) || !restarted()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when stopping. A start that fails shows as a process that has ended. */
  private boolean restarted() throws InterruptedException {
    try {
      Process next;
      synchronized (this) {
        if (stopping.getCount() == 0) {
          return false;
        }
        next = cluster.launch(port);
        process = next;
      }
      if (readyOrStopped(cluster, next)) {
        log.info("PostgreSQL is back on port {} (process {}).", port, next.pid());
      }
    } catch (IOException | IllegalStateException e) {
      log.warn("PostgreSQL could not be started again.", e);
    }
    return true;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
