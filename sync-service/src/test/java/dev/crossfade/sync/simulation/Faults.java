package dev.crossfade.sync.simulation;

/** What goes wrong, and how often. Nothing, once the run is to heal. */
final class Faults {
  private final Chance chance;
  private final boolean calm;
  private boolean healed;
  private int away;

  /**
   * @param calm whether nothing but clients and commits goes wrong
   */
  Faults(Chance chance, boolean calm) {
    this.chance = chance;
    this.calm = calm;
  }

  /** No faults at all, for contract tests and judges. */
  static Faults none() {
    Faults faults = new Faults(new Chance(0), true);
    faults.heal();
    return faults;
  }

  /** From here on everything works. */
  void heal() {
    healed = true;
    away = 0;
  }

  /** The database goes away, for some statements in vain. */
  void databaseAway() {
    away = 1 + chance.below(8);
  }

  /** What becomes of a commit. */
  enum Commit {
    DONE,
    LOST,
    ANSWER_LOST
  }

  Commit commit() {
    if (healed || !chance.oneIn(8)) {
      return Commit.DONE;
    }
    return chance.oneIn(2) ? Commit.LOST : Commit.ANSWER_LOST;
  }

  /** Before a statement: a connection that is gone, a deadlock. */
  void statement() {
    if (away > 0) {
      away--;
      throw new StoreFault("the database is away");
    }
    if (!healed && !calm && chance.oneIn(150)) {
      throw new StoreFault("deadlock");
    }
  }

  /** What becomes of an append. */
  enum Append {
    DONE,
    /** The producer tried again though the first try had come through. */
    TWICE,
    ANSWER_LOST,
    LOST
  }

  Append append() {
    if (healed || !chance.oneIn(6)) {
      return Append.DONE;
    }
    return switch (chance.below(4)) {
      case 0 -> Append.LOST;
      case 1 -> Append.TWICE;
      default -> Append.ANSWER_LOST;
    };
  }
}
