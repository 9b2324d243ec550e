package dev.crossfade.reconcile.cutover;

import org.jspecify.annotations.Nullable;

/**
 * What the gates are computed from, at one moment.
 *
 * @param proof the latest clean {@code digest} or {@code rows} run of the whole migration that lies
 *     behind the last change of mode or share; null when there is none
 * @param drift open confirmed differences
 * @param next those whom the raise would let in
 * @param lag events in the log that are not applied
 * @param waiting what waits
 * @param mismatches tenants whose read-compare reported a difference in the last hour
 * @param errors failed of all requests for records in the last 5 minutes, in basis points; 0 where
 *     that is not known
 */
public record GateNumbers(
    @Nullable CleanRun proof,
    long drift,
    Next next,
    long lag,
    Waiting waiting,
    long mismatches,
    long errors) {

  /**
   * Tenants that would be let in.
   *
   * @param verified how many of them are
   */
  public record Next(long tenants, long verified) {
    /** Nobody. */
    public static final Next NONE = new Next(0, 0);

    /** In basis points, rounded down; all, where there is nobody. */
    long share() {
      return tenants == 0 ? Gates.WHOLE : verified * Gates.WHOLE / tenants;
    }
  }

  /**
   * What waits: of those that would be let in, and parked writes also of those that read.
   *
   * @param holes sources with numbers missing
   */
  public record Waiting(long parked, long holes, long held, long conflicts) {
    /** Nothing. */
    public static final Waiting NONE = new Waiting(0, 0, 0, 0);
  }
}
