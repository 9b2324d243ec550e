package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.RampPlan.Action;
import dev.crossfade.core.cutover.RampPlan.Step;
import dev.crossfade.core.cutover.Share;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plan asks for now: a pure function of the cutover, the gates and the time. */
public sealed interface RampStep {
  /** No plan runs, or none that could: the mode is target. */
  record Idle() implements RampStep {}

  /** The last step is reached. */
  record Done() implements RampStep {}

  /** The present share stays until then. */
  record Soaking(Instant until) implements RampStep {}

  /** It could go on, but for this gate. */
  record Holding(Gate gate) implements RampStep {}

  /** On to the next step. */
  record Raise(Share share) implements RampStep {}

  /** Back, because of this gate. */
  record RollBack(Share share, Gate gate) implements RampStep {}

  /**
   * The share that the plan would raise to next; null when there is none. The gates are asked about
   * it.
   */
  static @Nullable Share target(Cutover cutover) {
    RampPlan plan = cutover.plan();
    if (plan == null || cutover.share().mode() == Mode.TARGET) {
      return null;
    }
    for (Step step : plan.steps()) {
      if (step.basisPoints() > present(cutover)) {
        return new Share(Mode.HYBRID, step.basisPoints());
      }
    }
    return null;
  }

  /**
   * What to do.
   *
   * @param gates as they stand for a raise to {@link #target}
   */
  static RampStep next(Cutover cutover, List<Gate> gates, Instant now) {
    RampPlan plan = cutover.plan();
    if (plan == null || cutover.share().mode() == Mode.TARGET) {
      return new Idle();
    }
    Instant soaked = soaked(cutover, plan);
    RollBack back = back(cutover, plan, gates, now.isBefore(soaked));
    if (back != null) {
      return back;
    }
    Share target = target(cutover);
    if (target == null) {
      return new Done();
    }
    if (now.isBefore(soaked)) {
      return new Soaking(soaked);
    }
    for (Gate gate : gates) {
      if (!gate.holds()) {
        return new Holding(gate);
      }
    }
    return new Raise(target);
  }

  private static @Nullable RollBack back(
      Cutover cutover, RampPlan plan, List<Gate> gates, boolean soaking) {
    int share = present(cutover);
    Gate worst = null;
    for (Gate gate : gates) {
      // Behind each raise the proof is missing for a while: that is no reason to go back.
      boolean breaks = !gate.holds() && !gate.name().equals(Gates.PROOF);
      if (breaks && gate.action() == Action.ROLLBACK) {
        boolean drift = gate.name().equals(Gates.DRIFT);
        worst = worst == null || drift ? gate : worst;
      }
    }
    if (share == 0 || worst == null) {
      return null;
    }
    if (worst.name().equals(Gates.DRIFT)) {
      return new RollBack(Share.START, worst);
    }
    // A limit that stays broken brings the share down a step each soak, not a step each second.
    CutoverChange last = cutover.lastChange();
    if (soaking && last != null && last.cause() == Cause.GATE) {
      return null;
    }
    int before = 0;
    for (Step step : plan.steps()) {
      before = step.basisPoints() < share ? step.basisPoints() : before;
    }
    return new RollBack(new Share(Mode.HYBRID, before), worst);
  }

  /** When the present share has been there long enough; the past where nothing is to be awaited. */
  private static Instant soaked(Cutover cutover, RampPlan plan) {
    Instant since = cutover.since();
    Step reached = null;
    for (Step step : plan.steps()) {
      if (step.basisPoints() <= present(cutover)) {
        reached = step;
      }
    }
    return since == null || reached == null
        ? Instant.EPOCH
        : since.plusSeconds(reached.soakSeconds());
  }

  private static int present(Cutover cutover) {
    Share share = cutover.share();
    return share.mode() == Mode.LEGACY ? 0 : share.basisPoints();
  }
}
