package dev.crossfade.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a range of seeds, tells how it goes, and exits with 1 when one fails. */
public final class Simulate {
  private static final int TELL_EVERY = 20_000;

  private Simulate() {}

  /**
   * Runs them.
   *
   * @param args how many seeds, the first of them, and on how many threads
   */
  public static void main(String[] args) throws InterruptedException {
    long seeds = Long.parseLong(args[0]);
    long from = Long.parseLong(args[1]);
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    AtomicLong next = new AtomicLong(from);
    AtomicLong done = new AtomicLong();
    long began = System.nanoTime();
    List<Campaign> campaigns = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      campaigns.add(new Campaign(from, seeds));
    }
    for (Campaign campaign : campaigns) {
      running.add(
          Thread.ofPlatform()
              .name("simulate-" + running.size())
              .start(
                  () -> {
                    long seed = next.getAndIncrement();
                    while (seed < from + seeds && campaigns.stream().allMatch(Campaign::clean)) {
                      campaign.step(seed);
                      tell(done.incrementAndGet(), seeds, began);
                      seed = next.getAndIncrement();
                    }
                  }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    for (Campaign campaign : campaigns) {
      String failure = campaign.failure();
      if (failure != null) {
        System.out.println(failure);
        System.exit(1);
      }
    }
  }

  private static void tell(long done, long seeds, long began) {
    if (done % TELL_EVERY == 0 || done == seeds) {
      double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
      System.out.printf("%,d of %,d seeds run, %,.0f a minute%n", done, seeds, done / seconds * 60);
    }
  }
}
