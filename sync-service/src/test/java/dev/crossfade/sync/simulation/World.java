package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What all runs share, and a run's clock. */
final class World implements InstantSource {
  static final Blueprint BLUEPRINT = Blueprint.load(Path.of("src/test/resources/simulation"));
  static final SchemaReference SCHEMA =
      new SchemaReference(BLUEPRINT.digest(), BLUEPRINT.schemaVersion());
  static final int PARTITIONS = 2;

  /** Two of one partition, and one of the other. */
  static final List<String> TENANTS = List.of("t1", "t2", "t3");

  /** The members of a domain's records beside the id. */
  static final Map<String, List<String>> FIELDS =
      Map.of(
          "classes", List.of("name", "room"),
          "students", List.of("name", "grade", "classId"),
          "notes", List.of("name", "grade"),
          "flags", List.of("name", "grade"));

  static final List<String> DOMAINS = List.of("classes", "students", "students", "notes", "flags");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void later(Duration by) {
    now = now.plus(by);
  }

  /** A document of these members. */
  static Document document(Map<String, String> members) {
    var tree = Json.MAPPER.createObjectNode();
    members.forEach(tree::put);
    return Document.of(tree);
  }
}
