package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the {@code upcast} entries of a domain. */
final class UpcastReader {
  /** With the depth that a record may have, less than what can be written and read. */
  private static final int MAX_DEEPER = 400;

  private final Section domain;
  private final ProblemList problems;
  private final @Nullable Integer present;

  /**
   * @param present the version that the domain's own schema describes; null where it is not known
   */
  UpcastReader(Section domain, ProblemList problems, @Nullable Integer present) {
    this.domain = domain;
    this.problems = problems;
    this.present = present;
  }

  /** How an entry is called among the files that schemas were read from. */
  static String fileKey(String domain, int entry) {
    return domain + "/upcast/" + entry;
  }

  /**
   * The entries that could be read; what is wrong is told.
   *
   * @param schemaFiles where schemas were read from, by {@link #fileKey}
   */
  List<UpcastEntry> read(@Nullable String name, Map<String, String> schemaFiles) {
    List<UpcastEntry> entries = new ArrayList<>();
    JsonNode list = domain.get("upcast");
    if (list == null) {
      return entries;
    }
    if (!(list instanceof ArrayNode) || list.isEmpty()) {
      domain.problem("upcast", "must be a list of entries, each beginning with \"- from:\".");
      return entries;
    }
    int last = 0;
    for (int i = 0; i < list.size(); i++) {
      String member = "upcast[" + i + "]";
      if (!(list.get(i) instanceof ObjectNode object)) {
        domain.problem(member, "must be a mapping that begins with \"- from:\".");
        continue;
      }
      String file = name == null ? null : schemaFiles.get(fileKey(name, i));
      Section section = domain.child(member, object);
      Integer from = from(section, last);
      UpcastEntry entry = entry(section, from == null ? 0 : from, file);
      section.refuseUnknown();
      last = from == null ? last : from;
      if (entry != null) {
        entries.add(entry);
      }
    }
    int deeper =
        entries.stream().flatMap(e -> e.steps().stream()).mapToInt(UpcastStep::deepens).sum();
    if (deeper > MAX_DEEPER) {
      domain.problem(
          "upcast",
          "the steps together could nest a value "
              + deeper
              + " levels deeper than it was; more than "
              + MAX_DEEPER
              + " could not be written any more.");
    }
    return entries;
  }

  private @Nullable Integer from(Section entry, int before) {
    Integer from =
        entry.requiredInt("from", "the last version whose records have the shape of this entry.");
    if (from == null) {
      return null;
    }
    if (from < 1) {
      entry.problem("from", "is a version, counted from 1.");
    } else if (from <= before) {
      entry.problem("from", "must be above " + before + ": the entries ascend.");
    } else if (present != null && from >= present) {
      entry.problem(
          "from",
          "must be below the schemaVersion, "
              + present
              + ", which has the shape of the domain's own schema. Raise schemaVersion first.");
    }
    return from;
  }

  private @Nullable UpcastEntry entry(Section entry, int from, @Nullable String file) {
    JsonNode schema = entry.get("schema");
    if (schema == null) {
      entry.problem(
          "schema", "is missing: the JSON Schema of the older records, for example v1/books.json.");
    }
    JsonNode steps = entry.get("steps");
    if (!(steps instanceof ArrayNode)) {
      entry.problem(
          "steps",
          steps == null
              ? "is missing: what makes the next shape of this one; write [] if nothing has to"
                  + " change."
              : "must be a list, each entry one step, like - add: {/shelf: new}.");
    }
    if (schema == null || !(steps instanceof ArrayNode)) {
      return null;
    }
    SchemaFields fields =
        file == null
            ? new SchemaFields(problems, BlueprintReader.FILE, entry.path("schema") + ".", schema)
            : new SchemaFields(problems, file, "", schema);
    fields.check();
    List<UpcastStep> read = new UpcastStepReader(entry, fields).read(steps);
    return new UpcastEntry(from, fields, read);
  }
}
