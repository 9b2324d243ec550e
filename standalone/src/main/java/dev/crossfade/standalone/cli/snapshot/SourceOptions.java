package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.core.event.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a snapshot says of itself. */
final class SourceOptions {
  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "Whose store it is: the id of the device or the backend.")
  private @Nullable String source;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description =
          "The last number that the source had given to an event when its store was read; left out"
              + " for a source that does not count.")
  private @Nullable Long sequence;

  @Option(
      names = "--schema-version",
      paramLabel = "N",
      description = "The version of the records (default: the present one).")
  private @Nullable Integer schemaVersion;

  @Option(names = "--dry-run", description = "Only tell what would come of it; nothing is kept.")
  private boolean dryRun;

  @Option(names = "--json", description = "The result as one JSON object.")
  private boolean json;

  /** The source; null where none is named. */
  @Nullable String source() {
    String named = source;
    String fault = named == null ? null : Limits.checkSource(named);
    if (fault != null) {
      throw new IllegalArgumentException("--source " + fault + ".");
    }
    return named;
  }

  /** The source, for what does not tell it; in a dry run anything will do. */
  String requireSource(String what) {
    String named = source();
    if (named != null) {
      return named;
    }
    if (dryRun) {
      return "dry-run";
    }
    throw new IllegalArgumentException(
        what
            + " --source is missing: a name of the device or the backend, always the same for the"
            + " same one and another for each other.");
  }

  @Nullable Long sequence() {
    if (sequence != null && sequence < 0) {
      throw new IllegalArgumentException("--sequence: below 0.");
    }
    return sequence;
  }

  @Nullable Integer schemaVersion() {
    if (schemaVersion != null && schemaVersion < 1) {
      throw new IllegalArgumentException("--schema-version: below 1.");
    }
    return schemaVersion;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean json() {
    return json;
  }
}
