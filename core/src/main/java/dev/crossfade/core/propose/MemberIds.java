package dev.crossfade.core.propose;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a member holds, read as ids. */
final class MemberIds {
  private MemberIds() {}

  /**
   * One text a record, in their order; null where a record has none, or where the member holds
   * other values than strings alone or whole numbers alone.
   */
  static @Nullable List<String> of(Found found, String name) {
    List<String> ids = new ArrayList<>();
    boolean numbers = false;
    boolean texts = false;
    for (ObjectNode record : found.records()) {
      JsonNode value = record.get(name);
      if (value == null || !(value.isString() || isWhole(value))) {
        return null;
      }
      numbers |= value.isNumber();
      texts |= value.isString();
      String id = value.asString();
      if (!IdGuess.isId(id)) {
        return null;
      }
      ids.add(id);
    }
    return numbers && texts ? null : ids;
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }
}
