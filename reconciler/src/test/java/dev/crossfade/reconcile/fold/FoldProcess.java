package dev.crossfade.reconcile.fold;

import java.nio.file.Path;

/** A process of its own that folds until it is killed. */
final class FoldProcess {
  private FoldProcess() {}

  /** Bootstrap servers, migration, state directory, and at which offset to say so. */
  public static void main(String[] args) throws InterruptedException {
    var settings =
        FoldSettings.of(java.util.Map.of("bootstrap.servers", args[0]), Path.of(args[2]));
    StreamsFold fold =
        StreamsFold.start(LogOfNotes.open(args[0], args[1]), settings, partition -> null);
    long enough = Long.parseLong(args[3]);
    Object never = new Object();
    synchronized (never) {
      while (true) {
        if (fold.partitions().values().stream().anyMatch(next -> next >= enough)) {
          System.out.println("folding");
          System.out.flush();
          never.wait();
        }
        never.wait(5);
      }
    }
  }
}
