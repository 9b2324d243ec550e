package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.log.ControlLog.Appended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the plan of one migration: looks every second, and does what {@link RampStep} says by
 * compare-and-set. It remembers nothing: where the plan stands is in the control log, so one that
 * is killed is followed by the next, and of two that look at once one loses. Thread-safe.
 */
public final class RampDriver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RampDriver.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ControlLog control;
  private final GateFacts facts;
  private final InstantSource clock;
  private final String actor;
  private final ScheduledExecutorService looks;

  /** The driver's own: what goes wrong each second is told once. */
  private String lastFault = "";

  private RampDriver(ControlLog control, GateFacts facts, InstantSource clock, String actor) {
    this.control = control;
    this.facts = facts;
    this.clock = clock;
    this.actor = actor;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ramp-" + actor).daemon().factory());
  }

  /**
   * Looks from now on.
   *
   * @param actor who stands for the steps on record, such as {@code crossfade:ramp}
   * @param every how often
   */
  public static RampDriver start(
      ControlLog control, GateFacts facts, InstantSource clock, String actor, Duration every) {
    RampDriver driver = new RampDriver(control, facts, clock, actor);
    long nanos = every.toNanos();
    // What it would throw is told and forgotten: the next look is another one.
    var looking =
        driver.looks.scheduleWithFixedDelay(driver::safeLook, 0, nanos, TimeUnit.NANOSECONDS);
    log.debug("ramp driver started: {}", !looking.isDone());
    return driver;
  }

  /** One look: what was found, and done where there was something to do and nobody was first. */
  RampStep look() throws InterruptedException, TimeoutException {
    ControlState state = control.state();
    Cutover cutover = state.cutover();
    RampPlan plan = cutover.plan();
    if (plan == null || !control.caughtUp()) {
      return new RampStep.Idle();
    }
    Share target = RampStep.target(cutover);
    Instant now = clock.instant();
    GateNumbers numbers = facts.numbers(cutover, target == null ? cutover.share() : target);
    List<Gate> gates = Gates.of(numbers, plan, now);
    RampStep step = RampStep.next(cutover, gates, now);
    switch (step) {
      case RampStep.Raise(Share share) -> {
        CleanRun run = numbers.proof();
        RaiseProof proof = run == null ? null : run.proof();
        if (proof != null) {
          write(state, share, Cause.RAMP, "next step of the plan", new Grounds(false, proof));
        }
      }
      case RampStep.RollBack(Share share, Gate gate) ->
          write(
              state, share, Cause.GATE, "gate " + gate.name() + ". " + gate.detail(), Grounds.NONE);
      case RampStep.Idle idle -> log.trace("{}", idle);
      case RampStep.Done done -> log.trace("{}", done);
      case RampStep.Soaking soaking -> log.trace("{}", soaking);
      case RampStep.Holding holding -> log.debug("the plan holds: gate {}", holding.gate().name());
    }
    return step;
  }

  private void write(ControlState from, Share share, Cause cause, String reason, Grounds grounds)
      throws InterruptedException, TimeoutException {
    Appended appended =
        control.append(
            from,
            CutoverEvents.CHANGED,
            CutoverEvents.changed(share, cause, actor, reason, grounds),
            PATIENCE);
    switch (appended) {
      case Appended.Counted counted ->
          log.info(
              "{}: {} at {} basis points, version {}",
              cause,
              share.mode(),
              share.basisPoints(),
              counted.state().cutover().version());
      case Appended.Lost lost -> log.debug("somebody was first, at {}", lost.state().version());
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // the thread ends with its executor
  private void safeLook() {
    try {
      RampStep step = look();
      log.trace("{}", step);
      lastFault = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.warn("A step of the plan is not confirmed in time; the next look tells.");
    } catch (RuntimeException e) {
      String fault = ScrubbedFault.line(e);
      if (!fault.equals(lastFault)) {
        log.warn("The plan holds, as its gates cannot be asked: {}", fault);
      }
      lastFault = fault;
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    try {
      if (!looks.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("A look at the plan does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
