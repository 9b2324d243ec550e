package dev.crossfade.standalone.cli.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which parked writes are meant. */
final class ParkedFilter {
  @Option(names = "--domain", paramLabel = "NAME", description = "Only of this domain.")
  private @Nullable String domain;

  @Option(
      names = "--cause",
      paramLabel = "WORD",
      description =
          "Only those parked for it: missing-reference, still-referenced, row-taken, constraint,"
              + " value-does-not-fit, bug.")
  private @Nullable String cause;

  /**
   * As the interface has it.
   *
   * @param tenant null for all
   */
  Map<String, String> of(@Nullable String tenant) {
    Map<String, String> filter = new LinkedHashMap<>();
    Desk.put(filter, "tenant", tenant);
    Desk.put(filter, "domain", domain);
    Desk.put(filter, "reason", cause);
    return filter;
  }
}
