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
          new Mutant("a row that comes frees nobody", "Apply", "NothingWaitsInVain"));

  @Override
  public String toString() {
    return rule;
  }
}
