package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one partition's batches, one behind the other, on a thread of its own. The consumer's
 * thread offers batches and asks where to seek; nothing else is shared.
 */
final class PartitionWorker {
  private static final Logger log = LoggerFactory.getLogger(PartitionWorker.class);

  /** How often a worker without work looks whether the partition still stands where it left it. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final PartitionLog source;
  private final ApplyListener listener;
  private final Retry retry;
  private final Thread thread;
  private final Runnable wakeConsumer;

  // The thread's own.
  private boolean rewriting;
  private long rewriteAt = System.nanoTime();

  // Guarded by this.
  private final RecordQueue queue = new RecordQueue();
  private boolean full;
  private @Nullable Long seekTo;
  private @Nullable String halted;
  private boolean stopping;
  private boolean started;
  private boolean waiting;
  private @Nullable Long applied;

  /** What a worker needs of its partition. */
  interface PartitionLog {
    /** For threads and logs. */
    String name();

    /** Its key in the tables; needs PostgreSQL when asked for the first time. */
    LogPartition partition();

    BatchApplier applier();

    /** Brings some records to the current mapping, while the partition stands at an offset. */
    Rewriting.Result rewrite(long next);

    /** Where to go on, by the database; begins the partition where it was never begun. */
    long start() throws Halt, InterruptedException;

    /** Where it stands by the database; null where it was never begun. */
    @Nullable Long position();
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
    full = queue.isFull();
    notifyAll();
  }

  synchronized boolean wantsMore() {
    return halted == null && !queue.isFull();
  }

  /** Whether the worker has said where to begin. */
  synchronized boolean started() {
    return started;
  }

  /** The offset behind what is committed to the database, as last seen; null before the start. */
  synchronized @Nullable Long applied() {
    return applied;
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

  /**
   * Lets the batch in hand be committed and returns when the thread is gone.
   *
   * @param deadline by {@link System#nanoTime}
   */
  void stop(long deadline) {
    askToStop();
    listener.released(source.name());
    try {
      if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
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
        if (!batch.isEmpty()) {
          next = apply(next, batch);
        } else if (!rewriting) {
          next = look(next);
        }
        next = rewrite(next);
      }
    } catch (Halt e) {
      if (!isStopping()) {
        halt(e.why());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      if (!isStopping()) {
        // Only its kind is shown: a message may quote data. Errors too: a thread that is gone
        // without a word would look like a partition at rest.
        halt(source.name() + ": a fault of Crossfade itself: " + e.getClass().getName());
        log.error("The worker of {} ended at {}", source.name(), List.of(e.getStackTrace()));
      }
    }
  }

  /**
   * Brings a chunk of records to the current mapping: between batches while there are more, else
   * now and then, as an ingest that has not heard of a publish may still add some. Nothing waits
   * for it, so a fault is only told, and met again later.
   */
  private long rewrite(long next) throws Exception {
    if (!rewriting && System.nanoTime() - rewriteAt < 0) {
      return next;
    }
    rewriting = false;
    rewriteAt = System.nanoTime() + LOOK_EVERY.toNanos();
    Rewriting.Result result;
    try {
      result = source.rewrite(next);
    } catch (RuntimeException e) {
      log.warn("Records of {} are rewritten later: {}", source.name(), describe(e));
      return next;
    }
    return switch (result) {
      case Rewriting.Result.Rewritten(int records, boolean more) -> {
        rewriting = more;
        listener.rewritten(source.name(), records);
        yield next;
      }
      case Rewriting.Result.Fenced fenced -> {
        listener.fenced(source.name());
        yield restart();
      }
    };
  }

  /**
   * Looks whether the partition still stands where this worker left it. The row says otherwise when
   * the database was put back to an older state: then what is missing is applied again at once, and
   * not only when the next event comes.
   */
  private long look(long next) throws Exception {
    Long now;
    try {
      now = source.position();
    } catch (RuntimeException e) {
      return next; // PostgreSQL is away; nothing is to be done, so nothing has to be tried again
    }
    if (now != null && now == next) {
      return next;
    }
    listener.fenced(source.name());
    return restart();
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
      full = false;
      seekTo = next;
      applied = next;
      started = true;
    }
    wakeConsumer.run();
    return next;
  }

  /** The next batch; empty when none came for a while, null when it is time to stop. */
  private synchronized @Nullable List<LogRecord> take() throws InterruptedException {
    long deadline = System.nanoTime() + (rewriting ? 0 : LOOK_EVERY.toNanos());
    while (queue.isEmpty() && !stopping && System.nanoTime() < deadline) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
    if (stopping) {
      return null;
    }
    return queue.take();
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
        done(batch);
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

  private void done(List<LogRecord> batch) {
    boolean wake;
    synchronized (this) {
      applied = batch.getLast().position().offset() + 1;
      queue.done(batch);
      wake = full && !queue.isFull();
      full = queue.isFull();
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
