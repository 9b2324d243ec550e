package dev.crossfade.standalone.sample;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes documents at places within their objects. */
final class Places {
  private Places() {}

  /** Sets a value; what is missing is removed. */
  static void set(ObjectNode document, String place, JsonNode value) {
    List<String> names =
        List.of(place.substring(1).split("/")).stream()
            .map(name -> name.replace("~1", "/").replace("~0", "~"))
            .toList();
    ObjectNode object = document;
    for (String name : names.subList(0, names.size() - 1)) {
      if (object.get(name) instanceof ObjectNode inner) {
        object = inner;
      } else if (value.isMissingNode()) {
        return;
      } else {
        object = object.putObject(name);
      }
    }
    if (value.isMissingNode()) {
      object.remove(names.getLast());
    } else {
      object.set(names.getLast(), value);
    }
  }
}
