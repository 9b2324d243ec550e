package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvent;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import dev.crossfade.reconcile.cutover.SwitchStep.Stage;
import dev.crossfade.reconcile.cutover.SwitchStep.View;
import dev.crossfade.reconcile.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Each line of "One tenant at a time" in docs/cutover.md. */
class SwitchStepTest {
  private static final Cutover BEGUN = begun(Cutover.START.salted("s"), Reads.TARGET);

  private static Cutover begun(Cutover from, Reads to) {
    return next(
        from, CutoverEvents.WRITES_SWITCHED, CutoverEvents.switchBegun("t", "i", to, "ada", "why"));
  }

  private static Cutover next(Cutover from, String type, ObjectNode data) {
    return from.replay(new CutoverEvent(type, Instant.EPOCH, data), from.version() + 1);
  }

  private static TenantSwitch order(Cutover cutover) {
    return Objects.requireNonNull(
        Objects.requireNonNull(cutover.clients().queued().get("t")).order());
  }

  private static SwitchStep step(Cutover cutover, View view) {
    return SwitchStep.next(order(cutover), cutover, view);
  }

  private static View view(@Nullable Compared run, @Nullable TenantProof proof) {
    return new View(false, true, run, proof);
  }

  private static TenantProof proof(ProofState state, long at) {
    return new TenantProof(
        state, false, new Position(0, at), Instant.EPOCH, List.of(), new TreeMap<>(), 1);
  }

  @Test
  @DisplayName("It waits for sync, then for its comparison, then for a proof of that")
  void inOrder() {
    Compared running = new Compared(RunState.RUNNING, null);
    Compared clean = new Compared(RunState.CLEAN, 100L);

    assertThat(step(BEGUN, new View(false, false, null, null)))
        .isEqualTo(new SwitchStep.Wait(Stage.APPLIED));
    assertThat(step(BEGUN, view(null, null))).isEqualTo(new SwitchStep.Compare());
    assertThat(step(BEGUN, view(running, proof(ProofState.VERIFIED, 200))))
        .isEqualTo(new SwitchStep.Wait(Stage.COMPARED));
    assertThat(step(BEGUN, view(clean, null))).isEqualTo(new SwitchStep.Wait(Stage.PROVEN));
    assertThat(step(BEGUN, view(clean, proof(ProofState.VERIFIED, 100))))
        .isEqualTo(new SwitchStep.PinIt());
  }

  @Test
  @DisplayName("I10: verified by an older comparison is not enough, nor is waiting")
  void older() {
    Compared clean = new Compared(RunState.CLEAN, 100L);

    assertThat(step(BEGUN, view(clean, proof(ProofState.VERIFIED, 99))))
        .isEqualTo(new SwitchStep.Wait(Stage.PROVEN));
    assertThat(step(BEGUN, view(clean, proof(ProofState.WAITING, 100))))
        .isEqualTo(new SwitchStep.Wait(Stage.PROVEN));
    assertThat(step(BEGUN, view(new Compared(RunState.CLEAN, null), proof(ProofState.VERIFIED, 9))))
        .isEqualTo(new SwitchStep.Wait(Stage.PROVEN));
    assertThat(step(BEGUN, view(clean, proof(ProofState.DRIFT, 100))))
        .isEqualTo(failed(Stage.PROVEN, "A confirmed difference of it is open."));
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"DRIFT", "INDETERMINATE", "FAILED"})
  @DisplayName("A comparison that is not clean ends it")
  void notClean(RunState state) {
    assertThat(step(BEGUN, view(new Compared(state, 100L), proof(ProofState.VERIFIED, 200))))
        .isEqualTo(failed(Stage.COMPARED, "Its comparison came out as " + state.word() + "."));
  }

  @Test
  @DisplayName("Its time over, it ends wherever it stands, but for what is proven already")
  void expired() {
    assertThat(step(BEGUN, new View(true, false, null, null)))
        .isEqualTo(failed(Stage.APPLIED, "It was not done in time."));
    assertThat(step(BEGUN, new View(true, true, null, null)))
        .isEqualTo(failed(Stage.COMPARED, "It was not done in time."));
  }

  @Test
  @DisplayName("An operator who steps in meanwhile wins")
  void steppedIn() {
    // given
    View ready = view(new Compared(RunState.CLEAN, 100L), proof(ProofState.VERIFIED, 100));
    Cutover pinned =
        next(
            BEGUN,
            CutoverEvents.PINNED,
            CutoverEvents.pinned("t", Reads.LEGACY, "bob", "not that one"));
    Cutover legacy =
        next(
            BEGUN,
            CutoverEvents.CHANGED,
            CutoverEvents.changed(
                new Share(Mode.LEGACY, 0), Cause.ROLLBACK, "bob", "why", Grounds.NONE));

    // when // then
    assertThat(step(pinned, ready))
        .isEqualTo(failed(Stage.PINNED, "Somebody pinned it, or let it go, meanwhile."));
    assertThat(step(legacy, ready))
        .isEqualTo(failed(Stage.PINNED, "The migration's mode was changed meanwhile."));
  }

  @Test
  @DisplayName("Pinned by a driver that was killed behind it: all that is left is to open")
  void pinned() {
    // given
    Cutover pinned =
        next(BEGUN, CutoverEvents.PINNED, CutoverEvents.pinned("t", Reads.TARGET, "ada", "why"));

    // when // then
    assertThat(step(pinned, new View(true, false, null, null)))
        .isEqualTo(new SwitchStep.End(true, Stage.PINNED, "It reads from target by its pin."));
  }

  @Test
  @DisplayName("Back to legacy nothing is compared; a pin to target from before is no stepping in")
  void back() {
    // given
    Cutover target =
        next(
            Cutover.START.salted("s"),
            CutoverEvents.PINNED,
            CutoverEvents.pinned("t", Reads.TARGET, "ada", "why"));
    Cutover back = begun(target, Reads.LEGACY);

    // when // then
    assertThat(step(back, new View(false, false, null, null)))
        .isEqualTo(new SwitchStep.Wait(Stage.APPLIED));
    assertThat(step(back, view(null, null))).isEqualTo(new SwitchStep.PinIt());
  }

  private static SwitchStep failed(Stage at, String detail) {
    return new SwitchStep.End(false, at, detail);
  }
}
