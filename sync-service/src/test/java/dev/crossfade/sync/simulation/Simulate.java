package dev.crossfade.sync.simulation;

import java.util.concurrent.TimeUnit;

/** Runs a range of seeds, tells how it goes, and exits with 1 when one fails. */
public final class Simulate {
  private static final int TELL_EVERY = 20_000;

  private Simulate() {}

  /**
   * Runs them.
   *
   * @param args how many seeds, and the first of them
   */
  public static void main(String[] args) {
    long seeds = Long.parseLong(args[0]);
    long from = Long.parseLong(args[1]);
    Campaign campaign = new Campaign(from, seeds);
    long began = System.nanoTime();
    for (long seed = from; seed < from + seeds && campaign.failed() == null; seed++) {
      campaign.step(seed);
      if (campaign.done() % TELL_EVERY == 0 || campaign.done() == seeds) {
        tell(campaign.done(), seeds, began);
      }
    }
    String failure = campaign.failure();
    if (failure != null) {
      System.out.println(failure);
      System.exit(1);
    }
  }

  private static void tell(long done, long seeds, long began) {
    double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    System.out.printf("%,d of %,d seeds clean, %,.0f a minute%n", done, seeds, done / seconds * 60);
  }
}
