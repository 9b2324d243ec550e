package dev.crossfade.core.decide;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What two documents have of each other, member by member, at every depth that objects lead to; an
 * array is one value, and null is a value too.
 *
 * @param document the one, with those members of the other that it does not have
 * @param added the members of the document in which something was added
 * @param clashing those in which both have different values
 */
public record FieldFill(Document document, List<String> added, List<String> clashing) {
  public FieldFill {
    added = List.copyOf(added);
    clashing = List.copyOf(clashing);
  }

  /**
   * Fills in.
   *
   * @param kept wins where both have a member
   * @param other gives what that one has not
   */
  public static FieldFill of(Document kept, Document other) {
    ObjectNode tree = kept.tree().deepCopy();
    List<String> added = new ArrayList<>();
    List<String> clashing = new ArrayList<>();
    for (var member : List.copyOf(other.tree().properties())) {
      Filling filling = new Filling();
      filling.fill(tree, member.getKey(), member.getValue());
      if (filling.adds) {
        added.add(member.getKey());
      }
      if (filling.differs) {
        clashing.add(member.getKey());
      }
    }
    return new FieldFill(added.isEmpty() ? kept : Document.of(tree), added, clashing);
  }

  boolean adds() {
    return !added.isEmpty();
  }

  boolean differs() {
    return !clashing.isEmpty();
  }

  private static final class Filling {
    private boolean adds;
    private boolean differs;

    private void fill(ObjectNode into, String name, JsonNode gives) {
      JsonNode has = into.get(name);
      if (has == null) {
        into.set(name, gives.deepCopy());
        adds = true;
      } else if (has instanceof ObjectNode inner && gives instanceof ObjectNode innerGiven) {
        for (var member : List.copyOf(innerGiven.properties())) {
          fill(inner, member.getKey(), member.getValue());
        }
      } else {
        // As digests see it: 1 and 1.0 are one number.
        differs |= !CanonicalJson.equal(has, gives);
      }
    }
  }
}
