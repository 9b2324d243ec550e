package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a domain's columns say of its fields: what they take of them, and what they refer to. */
final class ColumnReading {
  private static final Pattern TEXT = Pattern.compile("text\\(\\s*(\\d+)\\s*\\)");
  private static final Pattern HOLE = Pattern.compile("\\{([^{}]+)}");

  private final JsonNode blueprint;
  private final Map<String, Link> references = new LinkedHashMap<>();
  private final Map<String, Limits> limits = new LinkedHashMap<>();

  ColumnReading(JsonNode blueprint, JsonNode domain) {
    this.blueprint = blueprint;
    for (JsonNode row : domain.path("rows")) {
      Map<String, String> types = types(row.path("table").asString());
      String base = row.has("each") ? row.path("each").asString() + "/*" : "";
      row.path("columns")
          .properties()
          .forEach(
              column -> read(base, types.getOrDefault(column.getKey(), ""), column.getValue()));
      row.path("split").properties().forEach(s -> split(base + s.getKey(), s.getValue(), types));
      row.path("join").properties().forEach(j -> join(base, j.getKey(), j.getValue(), types));
    }
  }

  Map<String, Link> references() {
    return references;
  }

  Map<String, Limits> limits() {
    return limits;
  }

  private Map<String, String> types(String table) {
    Map<String, String> types = new LinkedHashMap<>();
    for (JsonNode one : blueprint.path("tables")) {
      if (one.path("name").asString().equals(table)) {
        for (JsonNode column : one.path("columns")) {
          column.properties().forEach(c -> types.put(c.getKey(), c.getValue().asString()));
        }
      }
    }
    return types;
  }

  private void read(String base, String type, JsonNode form) {
    if (form.isString()) {
      limit(base + form.asString(), type, MissingNode.getInstance());
    } else if (form.has("from")) {
      String place = base + form.path("from").asString();
      if (form.has("reference")) {
        boolean needs = parks(form, "missing") || parks(form, "onDelete");
        references.put(place, new Link(form.path("reference").asString(), needs));
      } else {
        limit(place, type, form);
      }
    } else if ("value".equals(form.path("element").asString(""))) {
      limit(base, type, form);
      at(base).withoutNulls();
    }
  }

  /** In YAML, null is no text. */
  private static boolean parks(JsonNode form, String key) {
    return form.path(key).isString() && form.path(key).asString().equals("park");
  }

  private void limit(String place, String type, JsonNode form) {
    at(place).add(type, form);
    if (type.endsWith("[]")) {
      at(place + "/*").add(type.substring(0, type.length() - 2), form);
      at(place + "/*").withoutNulls();
    }
  }

  private void split(String place, JsonNode template, Map<String, String> types) {
    int least = Integer.MAX_VALUE;
    for (String column : holes(template.asString())) {
      least = Math.min(least, length(types.getOrDefault(column, "")));
    }
    at(place).split(template.asString(), least);
  }

  private void join(String base, String column, JsonNode template, Map<String, String> types) {
    List<String> fields = holes(template.asString());
    int all = length(types.getOrDefault(column, ""));
    int each = Math.max(1, (all - template.asString().length()) / Math.max(1, fields.size()));
    fields.forEach(field -> at(base + field).add("text(" + each + ")", MissingNode.getInstance()));
  }

  private static List<String> holes(String template) {
    return HOLE.matcher(template).results().map(hole -> hole.group(1)).toList();
  }

  private static int length(String type) {
    Matcher matcher = TEXT.matcher(type);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
  }

  private Limits at(String place) {
    return limits.computeIfAbsent(place, key -> new Limits());
  }
}
