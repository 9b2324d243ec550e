package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Clients.Queued;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.log.ControlLog.Appended;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import dev.crossfade.reconcile.cutover.SwitchStep.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the switches of single tenants: looks again and again at those whose writes are kept,
 * and does what {@link SwitchStep} says by compare-and-set. Where one stands is in the control log,
 * the runs and the proofs, so one that is killed is followed by the next; what nobody finishes is
 * opened after 30 s, whoever queued it. Thread-safe.
 */
final class SwitchDriver implements AutoCloseable {
  /** No tenant's writes are kept for longer. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(SwitchDriver.class);
  private static final String ACTOR = "crossfade:switch";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(10);

  /** Clients know of it within a second: what they sent before is in the log then. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final ControlLog control;
  private final SwitchFacts facts;
  private final InstantSource clock;
  private final ScheduledExecutorService looks;

  // The driver's own.
  private final Map<Key, Watched> watched = new HashMap<>();
  private String lastFault = "";

  /** One queueing. */
  private record Key(String tenant, Queued queued) {}

  /** What this process alone knows of one: it can be found out anew. */
  private static final class Watched {
    private final long firstSeen = System.nanoTime();
    private long end = -1;

    boolean isOlderThan(Duration age) {
      return System.nanoTime() - firstSeen >= age.toNanos();
    }
  }

  private SwitchDriver(ControlLog control, SwitchFacts facts, InstantSource clock) {
    this.control = control;
    this.facts = facts;
    this.clock = clock;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("switches").daemon().factory());
  }

  /** Looks from now on. */
  static SwitchDriver start(
      ControlLog control, SwitchFacts facts, InstantSource clock, Duration every) {
    SwitchDriver driver = new SwitchDriver(control, facts, clock);
    var looking =
        driver.looks.scheduleWithFixedDelay(
            driver::safeLook, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    log.debug("switches are carried out: {}", !looking.isDone());
    return driver;
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // the thread ends with its executor
  private void safeLook() {
    try {
      look();
      lastFault = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.warn("A step of a switch is not confirmed in time; the next look tells.");
    } catch (RuntimeException e) {
      String fault = ScrubbedFault.line(e);
      if (!fault.equals(lastFault)) {
        log.warn("A switch waits: {}", fault);
      }
      lastFault = fault;
    }
  }

  private void look() throws InterruptedException, TimeoutException {
    if (!control.caughtUp()) {
      return;
    }
    Map<String, Queued> queued = control.state().cutover().clients().queued();
    watched.keySet().removeIf(key -> !key.queued().equals(queued.get(key.tenant())));
    RuntimeException first = null;
    for (var entry : queued.entrySet()) {
      Key key = new Key(entry.getKey(), entry.getValue());
      Watched mine = watched.computeIfAbsent(key, missing -> new Watched());
      try {
        look(key, mine);
      } catch (RuntimeException e) {
        // One that cannot be asked about keeps no other one waiting.
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void look(Key key, Watched mine) throws InterruptedException, TimeoutException {
    ControlState state = control.state();
    if (!key.queued().equals(state.cutover().clients().queued().get(key.tenant()))) {
      return;
    }
    TenantSwitch order = key.queued().order();
    boolean expired = isExpired(key.queued(), mine);
    if (order == null) {
      if (expired) {
        append(
            state,
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.writesSwitched(key.tenant(), false, ACTOR, "Nobody opened them."));
      }
      return;
    }
    SwitchStep step;
    try {
      step = SwitchStep.next(order, state.cutover(), view(order, mine, expired));
    } catch (FactsUnavailableException e) {
      if (!expired) {
        throw e;
      }
      // What cannot be asked is not there.
      step = SwitchStep.next(order, state.cutover(), new View(true, false, null, null));
    }
    switch (step) {
      case SwitchStep.Wait wait -> log.trace("{}", wait);
      case SwitchStep.Compare compare -> facts.compare(order);
      case SwitchStep.PinIt pin ->
          append(
              state,
              CutoverEvents.PINNED,
              CutoverEvents.pinned(order.tenant(), order.to(), order.by(), order.reason()));
      case SwitchStep.End(boolean done, SwitchStep.Stage at, String detail) ->
          append(
              state,
              CutoverEvents.WRITES_SWITCHED,
              CutoverEvents.switchEnded(order, done, at.text(), detail, ACTOR));
    }
  }

  private View view(TenantSwitch order, Watched mine, boolean expired) {
    Compared run = order.to() == Reads.TARGET ? facts.compared(order) : null;
    boolean applied = run != null || isApplied(order.tenant(), mine);
    return new View(expired, applied, run, facts.proof(order.tenant()).orElse(null));
  }

  private boolean isApplied(String tenant, Watched mine) {
    if (!mine.isOlderThan(SETTLE)) {
      return false;
    }
    if (mine.end < 0) {
      mine.end = facts.end(tenant);
    }
    return facts.applied(tenant) >= mine.end;
  }

  /** By the clock for one that began before this process did: opened too early loses nothing. */
  private boolean isExpired(Queued queued, Watched mine) {
    Instant now = clock.instant();
    return mine.isOlderThan(LONGEST) || now.isAfter(queued.since().plus(LONGEST));
  }

  private void append(ControlState from, String type, ObjectNode data)
      throws InterruptedException, TimeoutException {
    switch (control.append(from, type, data, PATIENCE)) {
      case Appended.Counted counted -> log.debug("a switch goes on: {}", type);
      case Appended.Lost lost -> log.debug("somebody was first, at {}", lost.state().version());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    try {
      if (!looks.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("A look at the switches does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
