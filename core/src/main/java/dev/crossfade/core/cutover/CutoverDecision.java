package dev.crossfade.core.cutover;

/**
 * Where reads come from, and why.
 *
 * @param line the number of the line of docs/cutover.md that fits
 */
public record CutoverDecision(int line, Reads reads, Reason reason) {
  /** Why. */
  public enum Reason {
    PINNED("pinned"),
    MODE("mode"),
    DRIFT("drift"),
    SNAPSHOT_MISSING("snapshot-missing"),
    NOT_IN_COHORT("not-in-cohort"),
    NOT_VERIFIED("not-verified"),
    VERIFIED("verified");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** As answers spell it. */
    public String text() {
      return text;
    }
  }
}
