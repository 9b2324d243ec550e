package dev.crossfade.reconcile.run;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the runs of all migrations, one at a time each, part by part, beside other instances that do
 * the same. What a killed process had in hand is done again by whoever takes it next. Thread-safe.
 */
public final class RunEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunEngine.class);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(2);

  private final Equipment with;
  private final RunLimits limits;
  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final List<Thread> workers = new ArrayList<>();
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("reconciliation-leases").daemon().factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private volatile boolean stopped;

  // Guarded by the lock.
  private long wakes;

  /**
   * What an engine works with.
   *
   * @param instance this process among others; no two that live at once may have the same
   */
  public record Equipment(
      Migrations migrations,
      ReconcilerStore store,
      PartComparison comparison,
      RunListener listener,
      InstantSource clock,
      String instance) {}

  private RunEngine(Equipment with, RunLimits limits) {
    this.with = with;
    this.limits = limits;
  }

  /** Starts to work. */
  public static RunEngine start(Equipment with, RunLimits limits) {
    RunEngine engine = new RunEngine(with, limits);
    for (int i = 0; i < limits.workers(); i++) {
      engine.workers.add(
          Thread.ofPlatform().name("reconciliation-" + i).daemon().start(engine::work));
    }
    long every = Math.max(1, limits.lease().toMillis() / 4);
    var _ =
        engine.keeper.scheduleWithFixedDelay(
            engine::keepLeases, every, every, TimeUnit.MILLISECONDS);
    return engine;
  }

  /** There is something new to do. */
  public void wake() {
    lock.lock();
    try {
      wakes++;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (!stopped) {
      boolean did = false;
      for (Migration migration : with.migrations().all()) {
        did |= step(migration);
      }
      if (!did) {
        idle(limits.idle());
      }
    }
  }

  private void idle(Duration atMost) {
    lock.lock();
    try {
      long seen = wakes;
      long left = atMost.toNanos();
      while (left > 0 && !stopped && wakes == seen) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Told to stop: the loop looks.
    } finally {
      lock.unlock();
    }
  }

  /** Does the next thing of a migration; whether there was one. */
  private boolean step(Migration migration) {
    Optional<ChangesLog> changes = migration.log();
    if (!migration.known() || changes.isEmpty()) {
      return false;
    }
    try {
      short id = with.store().migrationId(migration.name());
      Optional<Run> found = Runs.current(with.store().reads().dsl(), id);
      if (found.isEmpty()) {
        return false;
      }
      Run run = found.get();
      if (run.queued()) {
        int partitions = changes.get().partitions();
        // Read before anything is looked at: the end of a run says nothing (docs/model).
        long control = migration.control().state().version();
        with.store()
            .reads()
            .transaction(
                t -> {
                  Parts.begin(t.dsl(), run, partitions, control, now());
                  return true;
                });
        wake();
        return true;
      }
      return part(migration, run) || end(migration, run);
    } catch (DataAccessException | org.flywaydb.core.api.FlywayException e) {
      log.debug("PostgreSQL is away; later again");
      return false;
    } catch (RuntimeException e) {
      log.error("a reconciliation of {} went wrong: {}", migration.name(), ScrubbedFault.trace(e));
      idle(AFTER_FAULT);
      return false;
    }
  }

  private boolean part(Migration migration, Run run) {
    Set<Integer> able = new TreeSet<>(with.comparison().held(migration));
    able.add(Work.TABLES);
    Instant now = now();
    Optional<Integer> taken =
        Parts.take(
            with.store().reads().dsl(),
            run.id(),
            able,
            with.instance(),
            now,
            now.plus(limits.lease()));
    if (taken.isEmpty()) {
      return false;
    }
    Work todo =
        new Work(migration, run.migration(), run.order().level(), run.order().scope(), taken.get());
    Lease lease = new Lease(run.id(), todo.part());
    leases.add(lease);
    try {
      compare(run, todo, lease);
    } catch (Lease.LostException e) {
      log.info("part {} of {} is not ours any more", todo.part(), run.id());
    } catch (InterruptedException e) {
      release(run, todo, Duration.ZERO);
    } catch (DataAccessException e) {
      log.warn("part {} of {}: PostgreSQL is away", todo.part(), run.id());
      release(run, todo, AFTER_FAULT);
    } catch (RuntimeException e) {
      fault(run, todo, e);
    } finally {
      leases.remove(lease);
    }
    return true;
  }

  private void compare(Run run, Work todo, Lease lease) throws InterruptedException {
    Parts.expect(
        with.store().reads().dsl(), run.id(), todo.part(), with.comparison().expected(todo));
    PartRun part =
        new PartRun(with.comparison(), atLeast -> pause(lease, atLeast), with.clock(), todo);
    Optional<PartFindings> found = part.run(run.order().values());
    if (found.isEmpty()) {
      release(run, todo, limits.idle());
      return;
    }
    boolean ours =
        with.store()
            .reads()
            .transaction(
                t -> {
                  if (!Parts.done(t.dsl(), run.id(), found.get().part(), with.instance())) {
                    return false;
                  }
                  new Issues(t.dsl(), run, now()).settle(found.get());
                  Marks.snapshots(t.dsl(), run, found.get(), now());
                  return true;
                });
    if (ours) {
      with.listener().compared(run, found.get().part());
      end(todo.migration(), run);
    }
  }

  private void pause(Lease lease, Duration atLeast) throws InterruptedException {
    long end = System.nanoTime() + atLeast.toNanos();
    lease.require();
    lock.lock();
    try {
      long left = end - System.nanoTime();
      while (left > 0 && !stopped) {
        left = Math.min(work.awaitNanos(left), end - System.nanoTime());
      }
    } finally {
      lock.unlock();
    }
    if (stopped) {
      throw new InterruptedException("stopping");
    }
    lease.require();
  }

  /** Ends the run where it is over; whether it was. */
  private boolean end(Migration migration, Run run) {
    Optional<RunState> verdict =
        with.store().reads().transaction(t -> Conclusion.ifDone(t.dsl(), run, now()));
    if (verdict.isPresent()) {
      log.info("reconciliation {} of {}: {}", run.id(), migration.name(), verdict.get().word());
      with.listener().ended(run, verdict.get());
      wake();
      return true;
    }
    return expire(run);
  }

  private boolean expire(Run run) {
    Instant started = run.startedAt();
    if (started == null) {
      return false;
    }
    Instant active = Parts.lastActivity(with.store().reads().dsl(), run.id());
    Instant last = active == null ? started : active;
    String why =
        now().isAfter(started.plus(limits.longest()))
            ? "the time of the run was over"
            : now().isAfter(last.plus(limits.unclaimed()))
                ? "no reconciler has the fold of this partition"
                : null;
    if (why == null) {
      return false;
    }
    with.store()
        .reads()
        .transaction(
            t -> {
              Conclusion.giveUp(t.dsl(), run, why, now());
              return true;
            });
    log.warn("reconciliation {} was given up: {}", run.id(), why);
    return true;
  }

  private void release(Run run, Work todo, Duration after) {
    try {
      Parts.release(
          with.store().reads().dsl(), run.id(), todo.part(), with.instance(), now().plus(after));
    } catch (DataAccessException e) {
      // Then its lease ends.
      log.debug("part {} was not given back", todo.part());
    }
    if (!stopped) {
      idle(limits.idle());
    }
  }

  private void fault(Run run, Work todo, RuntimeException fault) {
    log.error("part {} of {} went wrong: {}", todo.part(), run.id(), ScrubbedFault.trace(fault));
    try {
      boolean tooOften =
          Parts.fault(
              with.store().reads().dsl(),
              run.id(),
              todo.part(),
              with.instance(),
              now().plus(AFTER_FAULT));
      if (tooOften) {
        with.store()
            .reads()
            .transaction(
                t -> {
                  Conclusion.fail(
                      t.dsl(), run, "a comparison went wrong; the service's log says how", now());
                  return true;
                });
        with.listener().ended(run, RunState.FAILED);
      }
    } catch (DataAccessException e) {
      log.debug("the fault was not noted: PostgreSQL is away");
    }
  }

  private void keepLeases() {
    for (Lease lease : leases) {
      try {
        Instant until = now().plus(limits.lease());
        if (!Parts.keep(
            with.store().reads().dsl(), lease.run(), lease.part(), with.instance(), until)) {
          lease.lose();
        }
      } catch (DataAccessException e) {
        log.debug("a lease was not kept: PostgreSQL is away");
      }
    }
  }

  private Instant now() {
    return with.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  /** Gives back what is in hand, for others to take. */
  @Override
  public void close() {
    stopped = true;
    wake();
    keeper.shutdownNow();
    for (Thread worker : workers) {
      worker.interrupt();
    }
    for (Thread worker : workers) {
      try {
        var _ = worker.join(STOP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
