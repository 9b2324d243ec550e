package dev.crossfade.core.propose;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field of a record that gets a column of its own.
 *
 * @param steps the names on the way to it
 * @param always whether each record has it, as far as was seen
 */
record Leaf(List<String> steps, Profile profile, boolean always) {

  /** RFC 6901. */
  String pointer() {
    StringBuilder pointer = new StringBuilder();
    steps.forEach(step -> pointer.append(pointer(step)));
    return pointer.toString();
  }

  /** Of a member at the top. */
  static String pointer(String member) {
    return "/" + member.replace("~", "~0").replace("/", "~1");
  }

  String name() {
    return steps.getLast();
  }

  String columnName() {
    return Words.snake(String.join("_", steps.stream().map(Words::snake).toList()));
  }

  /** The field's value; null where it is absent. */
  @Nullable JsonNode in(ObjectNode record) {
    JsonNode node = record;
    for (String step : steps) {
      node = node.path(step);
    }
    return node.isMissingNode() ? null : node;
  }
}
