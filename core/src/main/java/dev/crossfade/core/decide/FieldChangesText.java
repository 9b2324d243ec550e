package dev.crossfade.core.decide;

import dev.crossfade.core.decide.FieldChanges.Change;
import dev.crossfade.core.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the last changes of a record's fields are stored: a JSON object of {@code o} (that of all
 * others) and {@code f} (by field), each change an array of source and offset.
 */
public final class FieldChangesText {
  private FieldChangesText() {}

  /** As text; null stays null: all comes from the event that made the state. */
  public static @Nullable String write(@Nullable FieldChanges changes) {
    if (changes == null) {
      return null;
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    write(all.putArray("o"), changes.others());
    if (!changes.fields().isEmpty()) {
      ObjectNode fields = all.putObject("f");
      new TreeMap<>(changes.fields())
          .forEach((name, change) -> write(fields.putArray(name), change));
    }
    return Json.MAPPER.writeValueAsString(all);
  }

  private static void write(ArrayNode to, Change change) {
    to.add(change.source()).add(change.offset());
  }

  /** The inverse. */
  public static @Nullable FieldChanges read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    JsonNode all = Json.MAPPER.readTree(text);
    Map<String, Change> fields = new HashMap<>();
    for (var member : all.path("f").properties()) {
      fields.put(member.getKey(), change(member.getValue()));
    }
    return new FieldChanges(change(all.path("o")), fields);
  }

  private static Change change(JsonNode pair) {
    JsonNode source = pair.path(0);
    return new Change(source.isNull() ? null : source.stringValue(), pair.path(1).longValue());
  }
}
