package dev.crossfade.core.cutover;

import dev.crossfade.core.cutover.CutoverDecision.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The one decision: where a device's reads come from. Pure, so that everybody who asks is told the
 * same. The lines are those of the table in docs/cutover.md, whose test reads that table.
 */
public final class CutoverRule {
  private CutoverRule() {}

  /**
   * Decides.
   *
   * @param proof what is known of the tenant; null when nothing is
   * @param source the device that asks; null for the tenant as a whole
   */
  public static CutoverDecision decide(
      Cutover cutover, @Nullable TenantProof proof, String tenant, @Nullable String source) {
    TenantProof known = proof == null ? TenantProof.NONE : proof;
    Pin pin = cutover.pins().get(tenant);
    Reads pinned = pin == null ? null : pin.reads();
    Mode mode = cutover.share().mode();
    boolean applied = source == null || known.sources().containsKey(source);
    if (pinned == Reads.LEGACY) {
      return new CutoverDecision(1, Reads.LEGACY, Reason.PINNED);
    }
    if (mode == Mode.LEGACY) {
      return new CutoverDecision(2, Reads.LEGACY, Reason.MODE);
    }
    if (pinned == Reads.TARGET) {
      return applied
          ? new CutoverDecision(5, Reads.TARGET, Reason.PINNED)
          : new CutoverDecision(4, Reads.LEGACY, Reason.SNAPSHOT_MISSING);
    }
    if (known.state() == ProofState.DRIFT) {
      return new CutoverDecision(3, Reads.LEGACY, Reason.DRIFT);
    }
    if (!cutover.share().includes(cutover.bucket(tenant))) {
      return new CutoverDecision(6, Reads.LEGACY, Reason.NOT_IN_COHORT);
    }
    if (!isProven(known, cutover, tenant)) {
      return new CutoverDecision(7, Reads.LEGACY, Reason.NOT_VERIFIED);
    }
    return applied
        ? new CutoverDecision(9, Reads.TARGET, Reason.VERIFIED)
        : new CutoverDecision(8, Reads.LEGACY, Reason.SNAPSHOT_MISSING);
  }

  private static boolean isProven(TenantProof proof, Cutover cutover, String tenant) {
    return switch (proof.state()) {
      case VERIFIED -> true;
      // The entry may be older than a lowering and the raise behind it: it read then, not now.
      case WAITING -> proof.reading() && proof.control() >= cutover.inSince(tenant);
      case UNPROVEN, DRIFT -> false;
    };
  }
}
