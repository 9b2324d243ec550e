package dev.crossfade.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.LegacyPlace;
import dev.crossfade.core.blueprint.StoreLayout.Contents;
import dev.crossfade.core.blueprint.StoreLayout.Lying;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.legacy.JsonPlaces;
import dev.crossfade.core.legacy.Slice;
import dev.crossfade.core.legacy.StoreDecoders;
import dev.crossfade.core.legacy.UndecodableException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the collections out of a browser's store again. */
final class DumpedRecords {
  private DumpedRecords() {}

  /** By the names of their domains; keys that no domain claims, by the key. */
  static ObjectNode of(Blueprint blueprint, JsonNode dump) {
    ObjectNode records = Json.MAPPER.createObjectNode();
    Contents contents = blueprint.storeLayout().sort(dump.propertyNames());
    for (Lying lying : contents.lying()) {
      byte[] raw = dump.get(lying.key()).stringValue().getBytes(UTF_8);
      records.set(lying.domain().name(), decoded(lying.place(), raw));
    }
    for (String key : contents.unknown()) {
      assertThat(blueprint.domain(key)).as(key).isPresent();
      records.set(key, Json.parse(dump.get(key).stringValue().getBytes(UTF_8)));
    }
    return records;
  }

  private static JsonNode decoded(LegacyPlace place, byte[] raw) {
    try {
      Slice state = new StoreDecoders().decode(place.envelope(), Slice.of(raw));
      return Json.parse(JsonPlaces.locate(state, place.at()).orElseThrow().copy());
    } catch (UndecodableException e) {
      throw new AssertionError(place.toString(), e);
    }
  }
}
