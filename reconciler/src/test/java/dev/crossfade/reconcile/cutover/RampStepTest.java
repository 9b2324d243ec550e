package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.control.ControlEvent;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.RampPlan.Action;
import dev.crossfade.core.cutover.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RampStepTest {
  private static final Instant SET = Instant.parse("2026-11-20T12:00:00Z");
  private static final RampPlan PLAN =
      new RampPlan(
          List.of(
              new RampPlan.Step(100, 60),
              new RampPlan.Step(500, 600),
              new RampPlan.Step(10_000, 0)),
          Map.of());

  /**
   * Mode and share, what set it, the seconds since, the gates that are broken (with ! where the
   * plan marks them for a rollback), and what is to be done.
   */
  @ParameterizedTest(name = "{0} {1} by {2}, {3} s ago, broken {4}: {5}")
  @DisplayName("I8: a step is taken when it is soaked and all gates hold; limits bring it back")
  @CsvSource({
    "HYBRID, 0, OPERATOR, 0, '', raise 100",
    "LEGACY, 0, OPERATOR, 0, '', raise 100",
    "LEGACY, 500, OPERATOR, 0, '', raise 100",
    "HYBRID, 50, OPERATOR, 0, '', raise 100",
    "HYBRID, 0, OPERATOR, 0, lag, hold lag",
    "HYBRID, 0, OPERATOR, 0, proof, hold proof",
    "HYBRID, 0, OPERATOR, 0, lag!, hold lag",
    "HYBRID, 0, OPERATOR, 0, drift!, hold drift",
    "HYBRID, 100, RAMP, 59, '', soak 60",
    "HYBRID, 100, RAMP, 59, lag, soak 60",
    "HYBRID, 100, RAMP, 60, '', raise 500",
    "HYBRID, 100, RAMP, 60, lag, hold lag",
    "HYBRID, 300, OPERATOR, 59, '', soak 60",
    "HYBRID, 300, OPERATOR, 60, '', raise 500",
    "HYBRID, 500, RAMP, 599, '', soak 600",
    "HYBRID, 500, RAMP, 600, '', raise 10000",
    "HYBRID, 10000, RAMP, 1, '', done",
    "HYBRID, 10000, RAMP, 1, lag, done",
    "TARGET, 0, OPERATOR, 1, drift!, idle",
    "HYBRID, 500, RAMP, 1, lag!, back 100 lag",
    "HYBRID, 500, RAMP, 1, proof!, soak 600",
    "HYBRID, 500, RAMP, 1, 'lag!,drift!', back 0 drift",
    "HYBRID, 500, RAMP, 1, 'drift!,lag!', back 0 drift",
    "HYBRID, 300, OPERATOR, 1, lag!, back 100 lag",
    "HYBRID, 100, RAMP, 1, lag!, back 0 lag",
    "HYBRID, 100, RAMP, 1, drift!, back 0 drift",
    "HYBRID, 10000, RAMP, 1, lag!, back 500 lag",
    "HYBRID, 500, GATE, 599, lag!, soak 600",
    "HYBRID, 500, GATE, 600, lag!, back 100 lag",
    "HYBRID, 500, GATE, 1, drift!, back 0 drift",
    "HYBRID, 0, GATE, 1, lag!, hold lag",
    "HYBRID, 0, GATE, 1, '', raise 100",
  })
  void steps(Mode mode, int share, Cause cause, long seconds, String broken, String expected) {
    // given
    Cutover cutover = planned(changed(new Share(mode, share), cause));

    // when
    RampStep step = RampStep.next(cutover, gates(broken), SET.plusSeconds(seconds));

    // then
    assertThat(told(step)).isEqualTo(expected);
  }

  @Test
  void withoutPlan() {
    Cutover cutover = changed(new Share(Mode.HYBRID, 100), Cause.OPERATOR).cutover();

    assertThat(RampStep.next(cutover, gates(""), SET)).isEqualTo(new RampStep.Idle());
    assertThat(RampStep.target(cutover)).isNull();
  }

  @Test
  @DisplayName("A share that was never set has nothing to soak")
  void neverSet() {
    Cutover cutover = planned(created());

    assertThat(RampStep.next(cutover, gates(""), SET))
        .isEqualTo(new RampStep.Raise(new Share(Mode.HYBRID, 100)));
  }

  private static String told(RampStep step) {
    return switch (step) {
      case RampStep.Idle idle -> "idle";
      case RampStep.Done done -> "done";
      case RampStep.Soaking(Instant until) -> "soak " + (until.getEpochSecond() - SET.getEpochSecond());
      case RampStep.Holding(Gate gate) -> "hold " + gate.name();
      case RampStep.Raise(Share share) -> "raise " + share.basisPoints();
      case RampStep.RollBack(Share share, Gate gate) ->
          "back " + share.basisPoints() + " " + gate.name();
    };
  }

  private static List<Gate> gates(String broken) {
    List<String> names = List.of(broken.split(",", -1));
    List<Gate> gates = new ArrayList<>();
    gates.add(new Gate("parked", 0L, 0, true, Action.ROLLBACK, ""));
    for (String name : names) {
      if (!name.isEmpty()) {
        Action action = name.endsWith("!") ? Action.ROLLBACK : Action.HOLD;
        gates.add(new Gate(name.replace("!", ""), 1L, 0, false, action, ""));
      }
    }
    return gates;
  }

  private static ControlState created() {
    return next(
        ControlState.EMPTY,
        ControlState.MIGRATION_CREATED,
        ControlState.migrationCreated(new ChangesLog(1, "topic", "salt")));
  }

  private static ControlState changed(Share share, Cause cause) {
    return next(
        created(),
        CutoverEvents.CHANGED,
        CutoverEvents.changed(share, cause, "ada", "why", new Grounds(true, null)));
  }

  private static Cutover planned(ControlState state) {
    return next(state, CutoverEvents.PLANNED, CutoverEvents.planned(PLAN, "ada", "why")).cutover();
  }

  private static ControlState next(ControlState from, String type, ObjectNode data) {
    return from.replay(new ControlEvent("id", "/services/test", type, SET, from.version(), data));
  }
}
