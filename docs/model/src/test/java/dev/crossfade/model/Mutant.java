package dev.crossfade.model;

import java.util.List;

/**
 * The design without one of its rules, and the property that must not survive that.
 *
 * @param rule as {@code Broken} names it in the modules
 * @param configuration whose state space is large enough to show it
 */
record Mutant(String rule, String configuration, String violates) {
  static final List<Mutant> ALL =
      List.of(
          new Mutant("holes are ignored", "Capture", "Durability"),
          new Mutant("a delete leaves nothing", "Capture", "SameAsStore"),
          new Mutant("numbered before the entry is stored", "Capture", "NoHoleStays"),
          new Mutant("refused events are just dropped", "Capture", "NoHoleStays"),
          new Mutant("a snapshot of what is not captured", "Capture", "SameAsStore"),
          new Mutant("no fence", "Apply", "Fencing"),
          new Mutant("the offset lies outside the transaction", "Apply", "OffsetAtomicity"),
          new Mutant("a refused write takes its decision back", "Apply", "TwoFolds"),
          new Mutant("a later state leaves the waiting write", "Apply", "FinalForm"),
          new Mutant("a row that comes frees nobody", "Apply", "NothingWaitsInVain"),
          new Mutant("an idle worker does not look", "Apply-live", "Liveness"),
          new Mutant("compared at the end of the log", "Compare", "NoFalseAlarm"),
          new Mutant("the fold answers where it cannot tell", "Compare", "NoFalseAlarm"),
          new Mutant("confirmed at first sight", "Compare", "NoFalseAlarm"),
          new Mutant("rows are not looked at", "Compare", "CleanIsClean"),
          new Mutant("no compare-and-set", "Cutover", "DecidedOnWhatIs"),
          new Mutant("what lost is written again unseen", "Cutover", "DecidedOnWhatIs"),
          new Mutant("any clean comparison will do", "Cutover", "ProvenBehindLastChange"),
          new Mutant("a comparison counts from its end", "Cutover", "ProvenBehindLastChange"),
          new Mutant(
              "verified without every device's snapshot", "Cutover-proof", "ProofBeforeCutover"),
          new Mutant(
              "verified by a comparison older than a snapshot",
              "Cutover-proof",
              "ProofBeforeCutover"),
          new Mutant("what read once may read again", "Cutover-proof", "ProofBeforeCutover"),
          new Mutant("a device moves without its own snapshot", "Cutover-proof", "OwnSnapshot"),
          new Mutant("writes pass by the legacy store", "GoingBack", "NothingUndone"),
          new Mutant("the feed goes over unsent writes", "GoingBack", "NothingUndone"),
          new Mutant("what the feed brings is captured again", "GoingBack", "NoEcho"),
          new Mutant("back before the feed is read", "GoingBack", "BackToWhatWasShown"));

  @Override
  public String toString() {
    return rule;
  }
}
