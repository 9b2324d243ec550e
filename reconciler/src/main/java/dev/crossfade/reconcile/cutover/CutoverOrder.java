package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.Share;
import org.jspecify.annotations.Nullable;

/**
 * A change of the cutover that somebody asks for.
 *
 * @param mode null: as it is
 * @param basisPoints null: as it is
 * @param plan null: nothing is said about plans
 * @param force whether gates are overridden
 */
record CutoverOrder(
    @Nullable Mode mode,
    @Nullable Integer basisPoints,
    @Nullable PlanOrder plan,
    Cause cause,
    By by,
    boolean force) {

  /**
   * What is said about the plan.
   *
   * @param plan null: none any more
   */
  record PlanOrder(@Nullable RampPlan plan) {}

  /** Who, and why. */
  record By(String actor, String reason) {}

  /** Whether it says anything about mode or share. */
  boolean setsShare() {
    return mode != null || basisPoints != null;
  }

  /** Mode and share that it asks for, from these. */
  Share from(Share now) {
    return new Share(
        mode == null ? now.mode() : mode, basisPoints == null ? now.basisPoints() : basisPoints);
  }
}
