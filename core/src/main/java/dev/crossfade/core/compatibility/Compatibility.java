package dev.crossfade.core.compatibility;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Compares a blueprint with the one that is published: would the next one understand what was
 * written under it?
 */
public final class Compatibility {
  private static final String FILE = "blueprint.yaml";

  private final Blueprint published;
  private final Blueprint next;
  private final List<Problem> problems = new ArrayList<>();

  private Compatibility(Blueprint published, Blueprint next) {
    this.published = published;
    this.next = next;
  }

  /** Everything that forbids to publish the next one; empty when nothing does. */
  public static List<Problem> check(Blueprint published, Blueprint next) {
    Compatibility compatibility = new Compatibility(published, next);
    compatibility.check();
    return List.copyOf(compatibility.problems);
  }

  private void check() {
    if (!next.name().equals(published.name())) {
      problem(
          "name",
          "the published one is called \"%s\"; another name is another migration."
              .formatted(published.name()));
      return;
    }
    if (next.schemaVersion() < published.schemaVersion()) {
      problem(
          "schemaVersion",
          "is lower than the published one's, %d: records of that version are in the log."
              .formatted(published.schemaVersion()));
    }
    published.tablesParentsFirst().forEach(this::table);
    Map<String, JsonNode> before = domains(published);
    Map<String, JsonNode> after = domains(next);
    for (Domain domain : published.domains()) {
      JsonNode form = after.get(domain.name());
      if (form == null) {
        problem(
            "domains." + domain.name(),
            "is gone, but its records are in the log: keep the domain.");
        continue;
      }
      idRule(domain);
      VersionsCheck versions =
          new VersionsCheck(domain.name(), published.schemaVersion(), next.schemaVersion());
      problems.addAll(versions.run(before.getOrDefault(domain.name(), form), form));
    }
  }

  private void idRule(Domain domain) {
    boolean same =
        next.domain(domain.name()).map(d -> d.idRule().equals(domain.idRule())).orElse(false);
    if (!same) {
      problem(
          "domains." + domain.name() + ".id",
          "is another rule than the published one's, so the records already written would get other"
              + " ids: keep it, or make a new domain.");
    }
  }

  private void table(Table table) {
    String path = "tables." + table.qualifiedName();
    Table kept =
        next.tablesParentsFirst().stream()
            .filter(other -> other.qualifiedName().equals(table.qualifiedName()))
            .findFirst()
            .orElse(null);
    if (kept == null) {
      problem(path, "is gone, but rows stand in it: keep the table.");
      return;
    }
    if (!kept.keyColumns().equals(table.keyColumns())) {
      problem(path + ".key", "is another key than the published one's: keep key and tenancy.");
    }
    for (Column column : table.columns()) {
      String place = path + ".columns." + column.name();
      if (kept.position(column.name()) < 0) {
        problem(place, "is gone, but rows have values in it: keep the column.");
      } else if (!takes(kept.columns().get(kept.position(column.name())), column)) {
        problem(
            place,
            "has another type than the published one's: keep it, and add a new column for another"
                + " type. Only a text may become longer.");
      }
    }
  }

  private static boolean takes(Column kept, Column column) {
    return kept.equals(column)
        || (kept.type() == SqlType.TEXT
            && column.type() == SqlType.TEXT
            && (kept.size() == 0 || (column.size() > 0 && kept.size() >= column.size())));
  }

  private static Map<String, JsonNode> domains(Blueprint blueprint) {
    Map<String, JsonNode> domains = new HashMap<>();
    blueprint
        .json()
        .path("domains")
        .forEach(domain -> domains.put(domain.path("name").asString(""), domain));
    return domains;
  }

  private void problem(String path, String sentence) {
    problems.add(new Problem(FILE, path, sentence));
  }
}
