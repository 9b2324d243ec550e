package dev.crossfade.core.blueprint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of the present shape that an older version knows. Built once, then only read. */
final class KnownFields {
  private static final KnownFields NOTHING = new KnownFields();

  private final Map<String, KnownFields> members = new LinkedHashMap<>();
  private boolean whole;

  private KnownFields() {}

  static KnownFields of(Collection<FieldPath> fields) {
    KnownFields root = new KnownFields();
    for (FieldPath field : fields) {
      KnownFields here = root;
      for (String step : field.steps()) {
        here = here.members.computeIfAbsent(step, s -> new KnownFields());
      }
      here.whole = true;
    }
    return root;
  }

  /**
   * Puts into a document of the older version what the record has beyond it: each member that the
   * version does not know and the document does not bring, at every depth that objects lead to. A
   * field that the version knows is as the document says, and gone where it says nothing. What the
   * document has in the place of an object stays, but null does not: it would take with it what its
   * writer did not know.
   *
   * @param document is changed
   */
  void keepUnknown(ObjectNode document, ObjectNode record) {
    for (var member : List.copyOf(record.properties())) {
      String name = member.getKey();
      KnownFields known = members.get(name);
      JsonNode sent = document.get(name);
      if (known == null) {
        // Brought by the document alone, if at all: it says no more than what it brings.
        known = NOTHING;
      }
      boolean beyond = known == NOTHING || (!known.whole && !member.getValue().isObject());
      if (sent == null && beyond) {
        document.set(name, member.getValue().deepCopy());
      } else if (!known.whole && member.getValue() instanceof ObjectNode inner) {
        ObjectNode kept = known.kept(sent, inner);
        if (kept != null) {
          document.set(name, kept);
        }
      }
    }
  }

  private @Nullable ObjectNode kept(@Nullable JsonNode sent, ObjectNode inner) {
    if (sent instanceof ObjectNode object) {
      keepUnknown(object, inner);
      return object;
    }
    if (sent != null && !sent.isNull()) {
      return null;
    }
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    keepUnknown(made, inner);
    return made.isEmpty() ? null : made;
  }
}
