package dev.crossfade.standalone.cli.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which conflicts are meant. */
final class ConflictFilter {
  @Option(names = "--domain", paramLabel = "NAME", description = "Only of this domain.")
  private @Nullable String domain;

  @Option(names = "--field", paramLabel = "NAME", description = "Only those about this field.")
  private @Nullable String field;

  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "Only those of which this source has the side that is not in the record.")
  private @Nullable String source;

  /**
   * As the interface has it.
   *
   * @param tenant null for all
   */
  Map<String, String> of(@Nullable String tenant) {
    Map<String, String> filter = new LinkedHashMap<>();
    Desk.put(filter, "tenant", tenant);
    Desk.put(filter, "domain", domain);
    Desk.put(filter, "field", field);
    Desk.put(filter, "source", source);
    return filter;
  }
}
