package dev.crossfade.standalone.cli;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleRecord;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lines for a shell that post a made-up record of a blueprint and read it back. */
final class TryLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double LEAST = 0.001;

  private TryLines() {}

  /** Empty when no record can be made up that needs no other. */
  static Optional<String> of(Blueprint blueprint, URI url, String tenant) {
    return record(blueprint).map(record -> lines(blueprint, url, tenant, record));
  }

  private static Optional<SampleRecord> record(Blueprint blueprint) {
    try {
      return Sample.of(blueprint.json(), null, 1, LEAST).tenants().getFirst().records().stream()
          .filter(record -> record.level() == 0)
          .min(Comparator.comparingInt(record -> record.document().toString().length()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional
          .empty(); // a schema that no value is known for: nothing depends on these lines
    }
  }

  private static String lines(Blueprint blueprint, URI url, String tenant, SampleRecord record) {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0").put("id", "try-1");
    event.put("type", "dev.crossfade.record.created").put("source", "/sources/try");
    event.put("subject", record.domain() + "/" + record.id());
    event.set("data", record.document());
    String id = URLEncoder.encode(record.id(), StandardCharsets.UTF_8).replace("+", "%20");
    return """

      position=$(curl -s %1$s/v1/%2$s/events \\
        -H 'Content-Type: application/cloudevents+json' -H 'X-Crossfade-Tenant: %3$s' \\
        -d '%4$s' \\
        | sed -n 's/.*"position":"\\([^"]*\\)".*/\\1/p')
      curl -s '%1$s/v1/%2$s/records/%5$s/%6$s%7$s' \\
        -H 'X-Crossfade-Tenant: %3$s' -H "Crossfade-Wait-For: $position"
    """
        .formatted(
            url,
            blueprint.name(),
            tenant,
            JSON.writeValueAsString(event).replace("'", "'\\''"),
            record.domain(),
            id,
            record.source() == null ? "" : "?source=try");
  }
}
