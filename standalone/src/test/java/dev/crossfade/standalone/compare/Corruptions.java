package dev.crossfade.standalone.compare;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.standalone.compare.Expected.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a report said of planted corruptions, held against what it was to say. */
record Corruptions(Map<Kind, Integer> found, List<String> faults) {
  /** What a difference is of. */
  private record What(DifferenceType type, RecordKey key) {}

  /** Compares; what is not as it should be is told in faults. */
  static Corruptions judge(List<Expected> planted, List<JsonNode> issues) {
    Map<What, JsonNode> told = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (JsonNode issue : issues) {
      if (told.put(what(issue), issue) != null) {
        faults.add("told twice: " + issue);
      }
    }
    Map<Kind, Integer> found = new HashMap<>();
    for (Expected expected : planted) {
      JsonNode issue = told.remove(new What(expected.type(), expected.key()));
      if (issue == null) {
        faults.add("not found: " + expected);
      } else if (!issue.path("state").asString("").equals("confirmed")) {
        faults.add("not confirmed: " + issue);
      } else if (!named(expected.fields(), issue)) {
        faults.add("fields " + expected + " but " + issue);
      } else {
        found.merge(expected.kind(), 1, Integer::sum);
      }
    }
    told.values().forEach(issue -> faults.add("not planted: " + issue));
    return new Corruptions(found, faults);
  }

  private static What what(JsonNode issue) {
    String type = issue.path("type").asString("");
    boolean sum = issue.path("table").asString("").equals("crossfade.bucket_sum");
    return new What(
        DifferenceType.valueOf(type.toUpperCase(Locale.ROOT)),
        new RecordKey(
            issue.path("tenant").asString(""),
            issue.path("domain").asString(""),
            sum ? issue.path("row").asString("") : issue.path("recordId").asString("")));
  }

  private static boolean named(Set<String> fields, JsonNode issue) {
    Set<String> named = new HashSet<>();
    issue.path("differences").forEach(one -> named.add(one.path("field").asString("")));
    return fields.isEmpty() || (!named.isEmpty() && fields.containsAll(named));
  }
}
