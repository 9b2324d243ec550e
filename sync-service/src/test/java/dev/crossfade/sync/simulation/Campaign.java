package dev.crossfade.sync.simulation;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs seed after seed until one fails. */
final class Campaign {
  private final long from;
  private final long seeds;
  private final Supplier<Wiring> wiring;
  private final Judge judge;
  private long done;
  private volatile @Nullable Long failed;
  private @Nullable String reason;
  private @Nullable String failure;

  Campaign(long from, long seeds) {
    this(from, seeds, () -> Wiring.SOUND, Judge.both());
  }

  Campaign(long from, long seeds, Supplier<Wiring> wiring, Judge judge) {
    this.from = from;
    this.seeds = seeds;
    this.wiring = wiring;
    this.judge = judge;
  }

  void run() {
    for (long seed = from; seed < from + seeds && failed == null; seed++) {
      step(seed);
    }
  }

  void step(long seed) {
    List<String> wrong = judge(new Simulation(seed, wiring, false));
    done++;
    if (!wrong.isEmpty()) {
      failed = seed;
      reason = wrong.getFirst();
      // The same run once more, told this time.
      Simulation again = new Simulation(seed, wiring, true);
      List<String> same = judge(again);
      failure =
          "seed "
              + seed
              + "\n"
              + again.trace()
              + "\n"
              + String.join("\n", wrong)
              + (same.equals(wrong) ? "" : "\nNOT REPEATABLE: " + same);
    }
  }

  private List<String> judge(Simulation simulation) {
    Run run;
    try {
      run = simulation.run();
    } catch (RuntimeException e) {
      return List.of("a fault of sync: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3));
    }
    return judge.judge(run);
  }

  long done() {
    return done;
  }

  boolean clean() {
    return failed == null;
  }

  /** The seed that failed; null while none did. */
  @Nullable Long failed() {
    return failed;
  }

  /** The first thing that is wrong; null while nothing is. */
  @Nullable String reason() {
    return reason;
  }

  /** The failed run, from its seed to what is wrong; null while none did. */
  @Nullable String failure() {
    return failure;
  }
}
