package dev.crossfade.core.decide;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of a document, put on top of a record one by one; each is one value. */
final class FieldEdit {
  private FieldEdit() {}

  /** The names of a document's members. */
  static Set<String> members(Document document) {
    return new LinkedHashSet<>(document.tree().propertyNames());
  }

  /** Of these names, the ones whose members are not equal; absence is a value too. */
  static List<String> differing(Collection<String> names, Document one, Document other) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (!equal(one.tree().get(name), other.tree().get(name))) {
        found.add(name);
      }
    }
    return found;
  }

  /** The names that at least one of the two has, and whose members are not equal. */
  static List<String> differing(Document one, Document other) {
    Set<String> names = members(one);
    names.addAll(members(other));
    return differing(names, one, other);
  }

  private static boolean equal(@Nullable JsonNode one, @Nullable JsonNode other) {
    return one == null || other == null ? one == other : CanonicalJson.equal(one, other);
  }

  /** A record with those members as the document has them, or without them. */
  static Document onTop(Document record, Collection<String> names, Document document) {
    ObjectNode tree = record.tree().deepCopy();
    for (String name : names) {
      JsonNode value = document.tree().get(name);
      if (value == null) {
        tree.remove(name);
      } else {
        tree.set(name, value.deepCopy());
      }
    }
    return Document.of(tree);
  }
}
