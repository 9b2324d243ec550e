package dev.crossfade.core.cutover;

import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a raise stands on (I8): a clean comparison, and where it was clean.
 *
 * @param reconciliation the id of the run
 * @param positions one a partition, in the order of the partitions
 */
public record RaiseProof(String reconciliation, List<Position> positions) {
  public RaiseProof {
    positions = positions.stream().sorted(Comparator.comparingInt(Position::partition)).toList();
  }

  /** Its JSON form. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("reconciliation", reconciliation);
    ObjectNode at = json.putObject("positions");
    for (Position position : positions) {
      at.put(Integer.toString(position.partition()), position.toString());
    }
    return json;
  }

  /** The inverse; null where it is anything else. */
  static @Nullable RaiseProof parse(@Nullable JsonNode json) {
    if (json == null || !(json.get("positions") instanceof ObjectNode at) || at.isEmpty()) {
      return null;
    }
    String reconciliation = Texts.of(json, "reconciliation");
    List<Position> positions = new ArrayList<>();
    for (String partition : at.propertyNames()) {
      String text = Texts.of(at, partition);
      Position position = text == null ? null : Position.parse(text);
      if (position == null || !partition.equals(Integer.toString(position.partition()))) {
        return null;
      }
      positions.add(position);
    }
    return reconciliation == null ? null : new RaiseProof(reconciliation, positions);
  }
}
