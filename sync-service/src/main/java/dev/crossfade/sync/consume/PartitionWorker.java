package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.store.DecidedTwiceException;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
  private final PartitionSteps steps;
  private final DatabaseCircuit circuit;
  private final ApplyListener listener;
  private final Retry retry;
  private final Thread thread;
  private final Runnable wakeConsumer;

  // The thread's own.
  private boolean rewriting;
  private boolean failing;
  private long rewriteAt = System.nanoTime();

  // Guarded by this.
  private final PartitionInbox inbox = new PartitionInbox();
  private @Nullable String halted;
  private boolean stopping;
  private boolean waiting;
  private boolean paused;
  private @Nullable Long applied;

  PartitionWorker(
      PartitionLog source, DatabaseCircuit circuit, ApplyListener listener, Runnable wakeConsumer) {
    this.source = source;
    this.steps = new PartitionSteps(source);
    this.circuit = circuit;
    this.listener = listener;
    this.paused = source.paused();
    this.wakeConsumer = wakeConsumer;
    String name = "apply-" + source.name();
    this.retry = BackOff.retry(name, circuit, () -> !isStopping());
    retry
        .getEventPublisher()
        .onRetry(
            event -> {
              String why = describe(event.getLastThrowable());
              listener.retried(source.name(), event.getNumberOfRetryAttempts(), why);
              failing = true;
              setWaiting(true);
              log.warn(
                  "{} is tried again in {} ms: {}", name, event.getWaitInterval().toMillis(), why);
            });
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes a batch. The consumer pauses the partition when {@link #wantsMore} says no. */
  synchronized void offer(List<LogRecord> batch) {
    inbox.offer(batch);
    notifyAll();
  }

  synchronized boolean wantsMore() {
    return halted == null && !paused && !inbox.isFull();
  }

  /** Looks whether applying is paused. The batch in hand is committed all the same. */
  void checkPause() {
    boolean now = source.paused();
    synchronized (this) {
      if (now != paused) {
        paused = now;
        log.info("{} {}", source.name(), now ? "is paused" : "goes on");
        notifyAll();
      }
    }
  }

  /** Whether the worker has said where to begin. */
  synchronized boolean started() {
    return inbox.started();
  }

  /** The offset behind what is committed to the database, as last seen; null before the start. */
  synchronized @Nullable Long applied() {
    return applied;
  }

  /** Where the consumer is to seek, once; null when it is right where it is. */
  synchronized @Nullable Long takeSeek() {
    return inbox.takeSeek();
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

  private synchronized boolean isPaused() {
    return paused;
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
      if (!awaitResumed()) {
        return;
      }
      restart();
      while (true) {
        List<LogRecord> batch = take();
        if (batch == null) {
          return;
        }
        if (!batch.isEmpty()) {
          apply(batch);
        } else if (!rewriting && !isPaused()) {
          look();
        }
        if (!isPaused()) {
          rewrite();
        }
      }
    } catch (Halt e) {
      if (!isStopping()) {
        halt(e.why());
      }
    } catch (DecidedTwiceException e) {
      if (!isStopping()) {
        halt(source.name() + ": " + e.getMessage());
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

  /** Waits while applying is paused; false when it is time to stop. */
  private synchronized boolean awaitResumed() throws InterruptedException {
    while (paused && !stopping) {
      wait();
    }
    return !stopping;
  }

  /** The next batch; empty when none came for a while, null when it is time to stop. */
  private synchronized @Nullable List<LogRecord> take() throws InterruptedException {
    if (!awaitResumed()) {
      return null;
    }
    long deadline = System.nanoTime() + (rewriting ? 0 : LOOK_EVERY.toNanos());
    while (inbox.isEmpty() && !stopping && System.nanoTime() < deadline) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
    // Paused meanwhile, it is asked again, and waits.
    return stopping ? null : paused ? List.of() : inbox.take();
  }

  private void apply(List<LogRecord> batch) throws Exception {
    long began = System.nanoTime();
    PartitionSteps.Step step = retrying(() -> steps.apply(batch));
    if (step instanceof PartitionSteps.Step.Applied(long next, var result)) {
      listener.applied(source.partition(), next, result, System.nanoTime() - began);
      done(next, batch);
    } else {
      goOn(step);
    }
  }

  private void look() throws Exception {
    PartitionSteps.Step step;
    try {
      step = steps.look();
    } catch (RuntimeException e) {
      return; // PostgreSQL is away; nothing is to be done, so nothing has to be tried again
    }
    goOn(step);
  }

  /**
   * Brings a chunk of records to the current mapping: between batches while there are more, else
   * now and then, as an ingest that has not heard of a publish may still add some. Nothing waits
   * for it, so a fault is only told, and met again later.
   */
  private void rewrite() throws Exception {
    if (!rewriting && System.nanoTime() - rewriteAt < 0) {
      return;
    }
    rewriting = false;
    rewriteAt = System.nanoTime() + LOOK_EVERY.toNanos();
    PartitionSteps.Step step;
    try {
      step = steps.rewrite();
    } catch (RuntimeException e) {
      log.warn("Records of {} are rewritten later: {}", source.name(), describe(e));
      return;
    }
    if (step instanceof PartitionSteps.Step.Rewritten(int records, boolean more)) {
      rewriting = more;
      listener.rewritten(source.name(), records);
    } else {
      goOn(step);
    }
  }

  private void goOn(PartitionSteps.Step step) throws Exception {
    if (step instanceof PartitionSteps.Step.Fenced) {
      listener.fenced(source.name());
      restart();
    }
  }

  /** Asks the database where the partition stands and sends the consumer there. */
  private void restart() throws Exception {
    long next = retrying(steps::start);
    synchronized (this) {
      inbox.restart(next);
      applied = next;
    }
    wakeConsumer.run();
  }

  private <T> T retrying(Callable<T> step) throws Exception {
    T result =
        retry.executeCallable(
            () -> {
              if (!circuit.tryEnter()) {
                setWaiting(true);
                circuit.enter();
              }
              setWaiting(false);
              return circuit.run(step);
            });
    if (failing) {
      failing = false;
      listener.recovered(source.name());
    }
    return result;
  }

  private void done(long next, List<LogRecord> batch) {
    boolean room;
    synchronized (this) {
      applied = next;
      room = inbox.done(batch);
    }
    if (room) {
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
