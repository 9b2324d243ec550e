package dev.crossfade.standalone.cli.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How records that come one by one are sent. */
final class LoadOptions {
  private static final int BATCH = 2_000;
  // The most tenants of one request, should each record be another's.
  private static final int LARGEST_BATCH = 10_000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "The most records of one request (default: " + BATCH + ").")
  private int batch = BATCH;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = {
        "Remembers there what was acknowledged: after a crash the same command goes on, as the same"
            + " snapshot."
      })
  private @Nullable Path state;

  @Option(names = "--new", description = "Begin a new snapshot, whatever the state file says.")
  private boolean anew;

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "Write everything that was rejected there, one JSON object a line.")
  private @Nullable Path errors;

  int batch() {
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw new IllegalArgumentException("--batch: from 1 to " + LARGEST_BATCH + ".");
    }
    return batch;
  }

  @Nullable Path state() {
    if (anew && state == null) {
      throw new IllegalArgumentException("--new is about the file of --state.");
    }
    return state;
  }

  boolean anew() {
    return anew;
  }

  @Nullable Path errors() {
    return errors;
  }
}
