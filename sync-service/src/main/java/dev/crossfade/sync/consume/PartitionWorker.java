package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one partition's batches, one behind the other, on a thread of its own. The consumer's
 * thread offers batches and asks where to seek; nothing else is shared.
 */
final class PartitionWorker {
  private static final Logger log = LoggerFactory.getLogger(PartitionWorker.class);

  /** The most records that wait: enough to read ahead while a batch commits, no more. */
  private static final int MAX_QUEUED = 2_000;

  private final PartitionLog source;
  private final ApplyListener listener;
  private final Retry retry;
  private final Thread thread;
  private final Runnable wakeConsumer;

  // Guarded by this.
  private final Deque<List<LogRecord>> queue = new ArrayDeque<>();
  private int queued;
  private boolean full;
  private @Nullable Long seekTo;
  private @Nullable String halted;
  private boolean stopping;
  private boolean started;
  private boolean waiting;

  /** What a worker needs of its partition. */
  interface PartitionLog {
    /** For threads and logs. */
    String name();

    /** Its key in the tables; needs PostgreSQL when asked for the first time. */
    LogPartition partition();

    BatchApplier applier();

    /** Where to go on, by the database; begins the partition where it was never begun. */
    long start() throws Halt, InterruptedException;
  }

  PartitionWorker(PartitionLog source, ApplyListener listener, Runnable wakeConsumer) {
    this.source = source;
    this.listener = listener;
    this.wakeConsumer = wakeConsumer;
    String name = "apply-" + source.name();
    this.retry = BackOff.retry(name, () -> !isStopping());
    retry
        .getEventPublisher()
        .onRetry(
            event -> {
              listener.retried(source.name());
              setWaiting(true);
              log.warn(
                  "{} is tried again in {} ms: {}",
                  name,
                  event.getWaitInterval().toMillis(),
                  describe(event.getLastThrowable()));
            });
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes a batch. The consumer pauses the partition when {@link #wantsMore} says no. */
  synchronized void offer(List<LogRecord> batch) {
    if (seekTo != null) {
      return; // read from where the partition no longer stands
    }
    queue.add(batch);
    queued += batch.size();
    full = queued >= MAX_QUEUED;
    notifyAll();
  }

  synchronized boolean wantsMore() {
    return halted == null && queued < MAX_QUEUED;
  }

  /** Whether the worker has said where to begin. */
  synchronized boolean started() {
    return started;
  }

  /** Where the consumer is to seek, once; null when it is right where it is. */
  synchronized @Nullable Long takeSeek() {
    Long to = seekTo;
    seekTo = null;
    return to;
  }

  /** Why the partition stands still; null when it does not. */
  synchronized @Nullable String halted() {
    return halted;
  }

  synchronized void halt(String why) {
    halted = why;
    stopping = true;
    notifyAll();
    log.error("HALTED: {}", why);
    listener.halted(source.name(), why);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void setWaiting(boolean now) {
    waiting = now;
    if (waiting && stopping) {
      thread.interrupt();
    }
  }

  /** Asks the worker to take no other batch; one that only waits for PostgreSQL gives up. */
  synchronized void askToStop() {
    stopping = true;
    if (waiting) {
      thread.interrupt();
    }
    notifyAll();
  }

  /** Lets the batch in hand be committed and returns when the thread is gone. */
  void stop(Duration atMost) {
    askToStop();
    try {
      if (!thread.join(atMost)) {
        // Its transaction may still commit; the position row settles that.
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      long next = restart();
      while (true) {
        List<LogRecord> batch = take();
        if (batch == null) {
          return;
        }
        next = apply(next, batch);
      }
    } catch (Halt e) {
      halt(e.why());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!isStopping()) {
        halt("A fault of Crossfade itself: " + e);
        log.error("The worker of {} ended", source.name(), e);
      }
    }
  }

  /** Asks the database where the partition stands and sends the consumer there. */
  private long restart() throws Exception {
    long next =
        retry.executeCallable(
            () -> {
              setWaiting(false);
              return source.start();
            });
    synchronized (this) {
      queue.clear();
      queued = 0;
      full = false;
      seekTo = next;
      started = true;
    }
    wakeConsumer.run();
    return next;
  }

  private synchronized @Nullable List<LogRecord> take() throws InterruptedException {
    while (queue.isEmpty() && !stopping) {
      wait();
    }
    if (stopping) {
      return null;
    }
    List<LogRecord> batch = new ArrayList<>(queue.remove());
    while (!queue.isEmpty() && batch.size() + queue.peek().size() <= MAX_QUEUED) {
      batch.addAll(queue.remove());
    }
    return batch;
  }

  private long apply(long next, List<LogRecord> batch) throws Exception {
    long first = batch.getFirst().position().offset();
    long to = batch.getLast().position().offset() + 1;
    if (first != next) {
      throw new Halt(
          source.name()
              + ": offset "
              + next
              + " is missing from the log, which goes on at "
              + first);
    }
    long began = System.nanoTime();
    BatchApplier.Result result =
        retry.executeCallable(
            () -> {
              setWaiting(false);
              return source.applier().apply(source.partition(), next, to, batch);
            });
    return switch (result) {
      case BatchApplier.Result.Applied applied -> {
        listener.applied(source.partition(), to, applied, System.nanoTime() - began);
        done(batch.size());
        yield to;
      }
      // Another worker has the partition, or this very batch was committed and only the answer got
      // lost, or the database was restored: the row knows.
      case BatchApplier.Result.Fenced fenced -> {
        listener.fenced(source.name());
        yield restart();
      }
    };
  }

  private void done(int size) {
    boolean wake;
    synchronized (this) {
      queued -= size;
      wake = full && queued < MAX_QUEUED;
      full = queued >= MAX_QUEUED;
    }
    if (wake) {
      wakeConsumer.run();
    }
  }

  /** The kind of fault and its SQLSTATE. A driver's message may quote data. */
  private static String describe(@Nullable Throwable fault) {
    if (fault == null) {
      return "no cause";
    }
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof java.sql.SQLException sql && sql.getSQLState() != null) {
        return t.getClass().getSimpleName() + " " + sql.getSQLState();
      }
    }
    return fault.getClass().getSimpleName();
  }
}
