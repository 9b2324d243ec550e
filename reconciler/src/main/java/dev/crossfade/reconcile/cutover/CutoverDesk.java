package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Clients.Queued;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.Pin;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.log.ControlLog.Appended;
import dev.crossfade.reconcile.cutover.CutoverOrder.By;
import dev.crossfade.reconcile.cutover.CutoverOrder.PlanOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes one migration's cutover by compare-and-set on its control log. A raise is decided, gates
 * and all, from the very version that its event names: when that moved, it is decided again (I8).
 * Thread-safe.
 */
public final class CutoverDesk {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TRIES = 10;

  private final ControlLog control;
  private final GateFacts facts;
  private final InstantSource clock;

  public CutoverDesk(ControlLog control, GateFacts facts, InstantSource clock) {
    this.control = control;
    this.facts = facts;
    this.clock = clock;
  }

  /** What became of an order. */
  sealed interface Outcome {
    /** It is so, by an event or because it was so before. */
    record Done(ControlState state) implements Outcome {}

    /** Somebody else was first. */
    record Moved(ControlState state) implements Outcome {}

    /** A gate forbids it. */
    record Closed(Gate gate, List<Gate> gates) implements Outcome {}

    /** It cannot be done from here. */
    record Refused(String why) implements Outcome {}

    /** A tenant that cannot be switched now. */
    record NoSwitch(String why) implements Outcome {}

    /** A rollback that would raise. */
    record NoWayBack(String why) implements Outcome {}
  }

  /** An event to write, or why there is none. */
  private sealed interface Draft {
    record Write(String type, ObjectNode data) implements Draft {}

    record End(Outcome outcome) implements Draft {}
  }

  /** The state behind all that was written before the call. */
  ControlState now() throws InterruptedException, TimeoutException {
    if (!control.awaitEnd(PATIENCE)) {
      throw new TimeoutException("the control topic cannot be read");
    }
    return control.state();
  }

  /** What the cutover is decided from. */
  GateFacts facts() {
    return facts;
  }

  /** The gates of a raise to this share. */
  List<Gate> gates(Cutover cutover, Share next) {
    return Gates.of(facts.numbers(cutover, next), cutover.plan(), clock.instant());
  }

  /**
   * Changes mode, share and plan.
   *
   * @param expected the version of the cutover that it is asked from; null for any
   */
  Outcome change(CutoverOrder order, @Nullable Long expected)
      throws InterruptedException, TimeoutException {
    Outcome share = write(state -> shareDraft(state, order, expected));
    PlanOrder plan = order.plan();
    if (plan == null || !(share instanceof Outcome.Done(ControlState after))) {
      return share;
    }
    // The share's event took the old plan off; a version between the two is somebody else's.
    long version = after.cutover().version();
    return write(state -> planDraft(state, plan.plan(), order.by(), version));
  }

  /** Goes back, from whatever is there. */
  Outcome rollBack(CutoverOrder order) throws InterruptedException, TimeoutException {
    return write(
        state -> {
          Share share = state.cutover().share();
          return share.towards(order.from(share)) == Share.Direction.RAISE
              ? new Draft.End(
                  new Outcome.NoWayBack("That is no way back: more would read from PostgreSQL."))
              : shareDraft(state, order, null);
        });
  }

  /** Ends the migration. */
  Outcome finish(By by) throws InterruptedException, TimeoutException {
    return write(state -> finishDraft(state, by));
  }

  /**
   * Pins a tenant.
   *
   * @param reads null: lets it go
   * @param expected the version of the cutover that it is asked from; null for any
   */
  Outcome pin(String tenant, @Nullable Reads reads, By by, @Nullable Long expected)
      throws InterruptedException, TimeoutException {
    return write(
        state -> {
          Draft moved = moved(state, expected);
          if (moved != null) {
            return moved;
          }
          Pin pin = state.cutover().pins().get(tenant);
          return (pin == null ? null : pin.reads()) == reads
              ? new Draft.End(new Outcome.Done(state))
              : new Draft.Write(
                  CutoverEvents.PINNED,
                  CutoverEvents.pinned(tenant, reads, by.actor(), by.reason()));
        });
  }

  /** Switches clients' capture. */
  Outcome capture(boolean on, By by) throws InterruptedException, TimeoutException {
    return write(
        state ->
            state.cutover().clients().capture() == on
                ? new Draft.End(new Outcome.Done(state))
                : new Draft.Write(
                    CutoverEvents.CAPTURE_SWITCHED,
                    CutoverEvents.captureSwitched(on, by.actor(), by.reason())));
  }

  /** Has a tenant's clients keep their writes, or send them again. */
  Outcome writes(String tenant, boolean queue, By by)
      throws InterruptedException, TimeoutException {
    return write(
        state ->
            state.cutover().queues(tenant) == queue
                ? new Draft.End(new Outcome.Done(state))
                : new Draft.Write(
                    CutoverEvents.WRITES_SWITCHED,
                    CutoverEvents.writesSwitched(tenant, queue, by.actor(), by.reason())));
  }

  /**
   * Begins a tenant's switch: its clients keep their writes. One that was begun already, or is
   * done, is answered as it is.
   */
  Outcome beginSwitch(String tenant, Reads to, By by)
      throws InterruptedException, TimeoutException {
    String id = UUID.randomUUID().toString();
    return write(state -> switchDraft(state, tenant, to, new Named(id, by)));
  }

  /** Who begins a switch, and what it is called. */
  private record Named(String id, By by) {}

  private static Draft switchDraft(ControlState state, String tenant, Reads to, Named named) {
    Cutover cutover = state.cutover();
    Queued queued = cutover.clients().queued().get(tenant);
    if (queued != null) {
      TenantSwitch order = queued.order();
      return order != null && order.to() == to
          ? new Draft.End(new Outcome.Done(state))
          : new Draft.End(new Outcome.NoSwitch("Its writes are kept for something else."));
    }
    if (to == Reads.TARGET && !SwitchStep.allows(cutover)) {
      return new Draft.End(
          new Outcome.NoSwitch("In mode legacy, and once a migration has ended, no pin counts."));
    }
    Pin pin = cutover.pins().get(tenant);
    if (pin != null && pin.reads() == to) {
      boolean bySwitch =
          cutover
              .clients()
              .lastOf(tenant)
              .filter(ended -> ended.done() && ended.order().to() == to)
              .isPresent();
      return bySwitch
          ? new Draft.End(new Outcome.Done(state))
          : new Draft.End(new Outcome.NoSwitch("It is pinned to " + to.text() + " already."));
    }
    return new Draft.Write(
        CutoverEvents.WRITES_SWITCHED,
        CutoverEvents.switchBegun(tenant, named.id(), to, named.by().actor(), named.by().reason()));
  }

  private Draft shareDraft(ControlState state, CutoverOrder order, @Nullable Long expected) {
    Draft moved = moved(state, expected);
    if (moved != null) {
      return moved;
    }
    Cutover cutover = state.cutover();
    Share next = order.from(cutover.share());
    boolean takesUp = cutover.finished() && order.setsShare();
    if (next.equals(cutover.share()) && !takesUp) {
      return new Draft.End(new Outcome.Done(state));
    }
    RaiseProof proof = null;
    if (cutover.share().towards(next) == Share.Direction.RAISE) {
      GateNumbers numbers = facts.numbers(cutover, next);
      List<Gate> gates = Gates.of(numbers, cutover.plan(), clock.instant());
      CleanRun run = numbers.proof();
      proof = run == null ? null : run.proof();
      Gate broken = order.force() ? null : broken(gates);
      if (broken != null) {
        return new Draft.End(new Outcome.Closed(broken, gates));
      }
    }
    return changed(next, order.cause(), order.by(), new Grounds(order.force(), proof));
  }

  private Draft finishDraft(ControlState state, By by) {
    Cutover cutover = state.cutover();
    if (cutover.share().mode() != Mode.TARGET) {
      return new Draft.End(
          new Outcome.Refused("A migration ends in mode target, not in " + text(cutover) + "."));
    }
    if (cutover.finished()) {
      return new Draft.End(new Outcome.Done(state));
    }
    CleanRun run = facts.cleanRows(cutover).orElse(null);
    if (run == null) {
      List<Gate> gates = gates(cutover, cutover.share());
      Gate proof =
          new Gate(
              Gates.PROOF,
              null,
              0,
              false,
              RampPlan.Action.HOLD,
              "No clean rows comparison of the whole migration lies behind the last change.");
      return new Draft.End(new Outcome.Closed(proof, gates));
    }
    return changed(cutover.share(), Cause.FINISH, by, new Grounds(false, run.proof()));
  }

  private Draft planDraft(ControlState state, @Nullable RampPlan plan, By by, long expected) {
    Draft moved = moved(state, expected);
    if (moved != null) {
      return moved;
    }
    return Objects.equals(state.cutover().plan(), plan)
        ? new Draft.End(new Outcome.Done(state))
        : new Draft.Write(
            CutoverEvents.PLANNED, CutoverEvents.planned(plan, by.actor(), by.reason()));
  }

  private static Draft changed(Share next, Cause cause, By by, Grounds grounds) {
    return new Draft.Write(
        CutoverEvents.CHANGED,
        CutoverEvents.changed(next, cause, by.actor(), by.reason(), grounds));
  }

  private static @Nullable Draft moved(ControlState state, @Nullable Long expected) {
    return expected != null && state.cutover().version() != expected
        ? new Draft.End(new Outcome.Moved(state))
        : null;
  }

  private static @Nullable Gate broken(List<Gate> gates) {
    return gates.stream().filter(gate -> !gate.holds()).findFirst().orElse(null);
  }

  private static String text(Cutover cutover) {
    return cutover.share().mode().text();
  }

  /**
   * Decides and writes, until the event is the next one behind the state that it was decided from.
   */
  private Outcome write(Function<ControlState, Draft> decide)
      throws InterruptedException, TimeoutException {
    ControlState state = now();
    for (int i = 0; i < MAX_TRIES; i++) {
      switch (decide.apply(state)) {
        case Draft.End(Outcome outcome) -> {
          return outcome;
        }
        case Draft.Write(String type, ObjectNode data) -> {
          switch (control.append(state, type, data, PATIENCE)) {
            case Appended.Counted counted -> {
              return new Outcome.Done(counted.state());
            }
            case Appended.Lost lost -> state = lost.state();
          }
        }
      }
    }
    throw new TimeoutException("others write to the control topic all the time");
  }
}
