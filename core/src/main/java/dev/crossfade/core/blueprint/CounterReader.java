package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the section {@code counters} of a domain. */
final class CounterReader {
  private static final String FORM =
      "must be {count: domain, by: /field} or {sum: /field, of: domain, by: /field}.";

  private CounterReader() {}

  /** What could be read; the rest is told as problems. */
  static List<CounterSpec> read(Section domain) {
    List<CounterSpec> counters = new ArrayList<>();
    JsonNode written = domain.get("counters");
    if (written == null) {
      return counters;
    }
    if (!(written instanceof ObjectNode object)) {
      domain.problem("counters", "must be a mapping of fields, each " + FORM);
      return counters;
    }
    Section all = domain.child("counters", object);
    for (var member : object.properties()) {
      FieldPath field = path(all, member.getKey(), member.getKey());
      if (member.getValue() instanceof ObjectNode content) {
        CounterSpec counter = counter(field, all.child(member.getKey(), content));
        if (counter != null) {
          counters.add(counter);
        }
      } else {
        all.problem(member.getKey(), FORM);
      }
    }
    return counters;
  }

  private static @Nullable CounterSpec counter(@Nullable FieldPath field, Section section) {
    boolean sums = section.has("sum");
    if (sums == section.has("count")) {
      section.problem(FORM);
    }
    FieldPath sum = sums ? required(section, "sum", "the field that is summed up.") : null;
    String domain =
        sums
            ? section.requiredText("of", "the domain whose records are summed up.")
            : section.text("count");
    FieldPath by =
        required(section, "by", "the field of the counted records that refers to this domain.");
    Map<FieldPath, JsonNode> where = where(section);
    section.get("count");
    section.refuseUnknown();
    return field == null || domain == null || by == null || (sums && sum == null)
        ? null
        : new CounterSpec(field, domain, by, sum, where, section);
  }

  private static Map<FieldPath, JsonNode> where(Section section) {
    Map<FieldPath, JsonNode> where = new LinkedHashMap<>();
    JsonNode written = section.get("where");
    if (written instanceof ObjectNode object) {
      for (var member : object.properties()) {
        FieldPath path = path(section, "where", member.getKey());
        if (path != null) {
          where.put(path, member.getValue());
        }
      }
    } else if (written != null) {
      section.problem("where", "must be a mapping of fields to values, like {/role: user}.");
    }
    return where;
  }

  private static @Nullable FieldPath required(Section section, String member, String why) {
    String pointer = section.requiredText(member, why);
    return pointer == null ? null : path(section, member, pointer);
  }

  private static @Nullable FieldPath path(Section section, String member, String pointer) {
    FieldPath path = FieldPath.parse(pointer);
    if (path == null) {
      section.problem(
          member, "\"" + pointer + "\" is not the way to a field: write /name or /outer/inner.");
    }
    return path;
  }
}
