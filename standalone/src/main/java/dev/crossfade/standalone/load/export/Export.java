package dev.crossfade.standalone.load.export;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a tenant's records page by page and writes them; holds one page. */
public final class Export {
  private final SnapshotClient client;

  public Export(SnapshotClient client) {
    this.client = client;
  }

  /** The forms of an export. */
  public enum Format {
    /** One object with the records by domain; {@code snapshot FILE} reads it. */
    DOMAINS,
    /** A record a line; {@code snapshot FILE} reads it where the name ends with .ndjson. */
    NDJSON,
    /** The keys of a browser's store, each with its raw string. */
    STORE
  }

  /**
   * What was written.
   *
   * @param position what was applied before the first record was read: nothing that was written
   *     later is missed by a snapshot that says so
   * @param records by domain
   * @param without records that have no form to show yet: all that was written to them waits
   * @param waiting records that were written in their last good form, while a write waits
   */
  public record Written(
      @Nullable String position, Map<String, Long> records, long without, long waiting) {}

  /**
   * Writes the records of these domains.
   *
   * @param blueprint of the migration
   * @param tenant whose they are, to be told in the file; null where nobody knows
   * @param out is closed
   */
  public Written write(
      Blueprint blueprint,
      @Nullable String tenant,
      List<Domain> domains,
      Format format,
      OutputStream out)
      throws IOException, InterruptedException {
    Map<String, Long> records = new LinkedHashMap<>();
    String position = null;
    long without = 0;
    long waiting = 0;
    try (ExportForm form =
        switch (format) {
          case DOMAINS -> new DomainsForm(out);
          case NDJSON -> new LinesForm(out);
          case STORE -> new StoreForm(blueprint, out);
        }) {
      boolean begun = false;
      for (Domain domain : domains) {
        RecordPages pages = new RecordPages(client, domain.name());
        if (!begun) {
          position = pages.position();
          form.begin(blueprint.name(), tenant, position);
          begun = true;
        }
        form.beginDomain(domain);
        long count = 0;
        for (JsonNode record = pages.next(); record != null; record = pages.next()) {
          if (!record.path("data").isObject()) {
            without++;
            continue;
          }
          waiting += record.path("state").isString() ? 1 : 0;
          form.write(domain, record.path("id").stringValue(), record.path("data"));
          count++;
        }
        form.endDomain(domain);
        records.put(domain.name(), count);
      }
      form.end();
    }
    return new Written(position, records, without, waiting);
  }
}
