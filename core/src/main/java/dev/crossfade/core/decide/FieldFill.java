package dev.crossfade.core.decide;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What two documents have of each other, member by member, at every depth that objects lead to; an
 * array is one value, and null is a value too.
 *
 * @param document the one, with those members of the other that it does not have
 * @param adds whether there were such members
 * @param differs whether both have a member with different values
 */
record FieldFill(Document document, boolean adds, boolean differs) {

  /**
   * @param kept wins where both have a member
   * @param other gives what that one has not
   */
  static FieldFill of(Document kept, Document other) {
    ObjectNode tree = kept.tree().deepCopy();
    Filling filling = new Filling();
    filling.fill(tree, other.tree());
    return new FieldFill(filling.adds ? Document.of(tree) : kept, filling.adds, filling.differs);
  }

  private static final class Filling {
    private boolean adds;
    private boolean differs;

    private void fill(ObjectNode into, ObjectNode from) {
      for (var member : List.copyOf(from.properties())) {
        JsonNode has = into.get(member.getKey());
        JsonNode gives = member.getValue();
        if (has == null) {
          into.set(member.getKey(), gives.deepCopy());
          adds = true;
        } else if (has instanceof ObjectNode inner && gives instanceof ObjectNode innerGiven) {
          fill(inner, innerGiven);
        } else {
          // As digests see it: 1 and 1.0 are one number.
          differs |= !CanonicalJson.equal(has, gives);
        }
      }
    }
  }
}
