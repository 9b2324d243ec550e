package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.Pin;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.run.RunState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a switch of one tenant wants next: a pure function of where it stands. */
sealed interface SwitchStep {
  /** The steps in their order, as answers and events spell them. */
  enum Stage {
    QUEUED("writes-queued"),
    APPLIED("applied"),
    COMPARED("compared"),
    PROVEN("proven"),
    PINNED("pinned"),
    OPEN("writes-open");

    private final String text;

    Stage(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Nothing, until this step is done. */
  record Wait(Stage at) implements SwitchStep {}

  /** A comparison of the tenant. */
  record Compare() implements SwitchStep {}

  /** The pin. */
  record PinIt() implements SwitchStep {}

  /** The writes are to be open again. */
  record End(boolean done, Stage at, String detail) implements SwitchStep {}

  /**
   * The comparison that the switch asked for.
   *
   * @param position of the tenant's partition, the offset of the first event that did not count;
   *     null where there is none yet
   */
  record Compared(RunState state, @Nullable Long position) {}

  /**
   * What is known besides the control log.
   *
   * @param expired whether its time is over
   * @param applied whether sync has caught up to the end of the log as it was when writes were kept
   * @param run null before it was asked for
   * @param proof null where nothing is published
   */
  record View(
      boolean expired, boolean applied, @Nullable Compared run, @Nullable TenantProof proof) {}

  /** What comes next. */
  static SwitchStep next(TenantSwitch order, Cutover cutover, View view) {
    Pin pin = cutover.pins().get(order.tenant());
    if (pin != null && pin.reads() == order.to()) {
      return new End(true, Stage.PINNED, "It reads from " + order.to().text() + " by its pin.");
    }
    Stage at = stage(order, view);
    if (!Objects.equals(pin, order.pin())) {
      return new End(false, at, "Somebody pinned it, or let it go, meanwhile.");
    }
    if (order.to() == Reads.TARGET && !allows(cutover)) {
      return new End(false, at, "The migration's mode was changed meanwhile.");
    }
    Compared run = view.run();
    if (run != null && run.state() != RunState.RUNNING && run.state() != RunState.CLEAN) {
      return new End(
          false, Stage.COMPARED, "Its comparison came out as " + run.state().word() + ".");
    }
    TenantProof proof = view.proof();
    if (at == Stage.PROVEN && proof != null && proof.state() == ProofState.DRIFT) {
      return new End(false, at, "A confirmed difference of it is open.");
    }
    if (at == Stage.PINNED) {
      return new PinIt();
    }
    if (view.expired()) {
      return new End(false, at, "It was not done in time.");
    }
    return at == Stage.COMPARED && run == null ? new Compare() : new Wait(at);
  }

  /** Whether a pin to PostgreSQL counts. */
  static boolean allows(Cutover cutover) {
    return cutover.share().mode() != Mode.LEGACY && !cutover.finished();
  }

  /** The step that is not done yet. */
  static Stage stage(TenantSwitch order, View view) {
    Compared run = view.run();
    if (run == null && !view.applied()) {
      return Stage.APPLIED;
    }
    if (order.to() == Reads.LEGACY) {
      // Nothing has to be proven to go back.
      return Stage.PINNED;
    }
    if (run == null || run.state() != RunState.CLEAN) {
      return Stage.COMPARED;
    }
    return isProven(run, view.proof()) ? Stage.PINNED : Stage.PROVEN;
  }

  /** Whether it is verified, and by no older comparison than the switch's own. */
  private static boolean isProven(Compared run, @Nullable TenantProof proof) {
    Position equalAt = proof == null ? null : proof.position();
    Long position = run.position();
    return proof != null
        && proof.state() == ProofState.VERIFIED
        && equalAt != null
        && position != null
        && equalAt.offset() >= position;
  }
}
