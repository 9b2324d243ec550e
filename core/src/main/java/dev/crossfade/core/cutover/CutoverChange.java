package dev.crossfade.core.cutover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of mode or share, as it stands on record.
 *
 * @param version the control version that it made
 * @param at when, by the clock of who wrote it
 * @param by who
 * @param reason for a person
 * @param how why it was allowed
 */
public record CutoverChange(
    long version, Instant at, Cause cause, Share share, String by, String reason, Grounds how) {

  /**
   * On what grounds.
   *
   * @param force whether a person overrode the gates
   * @param proof what a raise stood on, or the last report where a migration ended; null for others
   */
  public record Grounds(boolean force, @Nullable RaiseProof proof) {
    /** Those of a lowering. */
    public static final Grounds NONE = new Grounds(false, null);
  }
}
