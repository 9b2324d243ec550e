package dev.crossfade.core.store;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.blueprint.LegacyPlace;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.legacy.StoreEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a browser's store out of records: each under the first place that its domain names, or
 * under the domain's name where it names none. A list of records, an object by key where the key is
 * the id, the record itself of a singleton. Lives for one store; not thread-safe.
 */
public final class StoreWriter {
  private final Map<String, Domain> domains = new LinkedHashMap<>();
  private final Map<String, JsonNode> collections = new LinkedHashMap<>();
  private final Map<String, ObjectNode> ownKeys = new LinkedHashMap<>();

  /** A store without records. */
  public StoreWriter(Blueprint blueprint) {
    for (Domain domain : blueprint.domains()) {
      domains.put(domain.name(), domain);
    }
  }

  /**
   * Adds a record; of a singleton the last one stays.
   *
   * @param domain of the blueprint
   * @param id as the application spells it
   * @param document not copied, and not changed
   */
  public void add(Domain domain, String id, ObjectNode document) {
    if (place(domain).oneRecordAKey()) {
      ownKeys
          .computeIfAbsent(domain.name(), name -> Json.MAPPER.createObjectNode())
          .set(id, document);
      return;
    }
    switch (domain.idRule()) {
      case IdRule.Field field -> list(domain).add(document);
      case IdRule.Composite composite -> list(domain).add(document);
      case IdRule.Key key ->
          ((ObjectNode)
                  collections.computeIfAbsent(
                      domain.name(), name -> Json.MAPPER.createObjectNode()))
              .set(id, document);
      case IdRule.Singleton singleton -> collections.put(domain.name(), document);
    }
  }

  private ArrayNode list(Domain domain) {
    return (ArrayNode)
        collections.computeIfAbsent(domain.name(), name -> Json.MAPPER.createArrayNode());
  }

  private static LegacyPlace place(Domain domain) {
    List<LegacyPlace> places = domain.legacyPlaces();
    return places.isEmpty() ? new LegacyPlace(domain.name(), List.of(), "") : places.getFirst();
  }

  /**
   * The keys with their raw strings, in the order of the domains; a domain without records has
   * none. As {@code JSON.stringify(localStorage)} gives them.
   */
  public ObjectNode entries() {
    ObjectNode entries = Json.MAPPER.createObjectNode();
    Map<String, JsonNode> values = new LinkedHashMap<>();
    Map<String, List<String>> envelopes = new LinkedHashMap<>();
    for (Domain domain : domains.values()) {
      LegacyPlace place = place(domain);
      for (var own : ownKeys.getOrDefault(domain.name(), NONE).properties()) {
        JsonNode value = put(null, place.at(), own.getValue());
        entries.put(place.keyOf(own.getKey()), StoreEncoder.encode(place.envelope(), value));
      }
      JsonNode collection = collections.get(domain.name());
      if (collection != null) {
        values.put(place.key(), put(values.get(place.key()), place.at(), collection));
        envelopes.put(place.key(), place.envelope());
      }
    }
    values.forEach(
        (key, value) ->
            entries.put(key, StoreEncoder.encode(envelopes.getOrDefault(key, List.of()), value)));
    return entries;
  }

  private static final ObjectNode NONE = Json.MAPPER.createObjectNode();

  /** The value with another one in it; what was there before stays where both are objects. */
  private static JsonNode put(@Nullable JsonNode root, String at, JsonNode inner) {
    JsonPointer way = JsonPointer.compile(at);
    if (way.matches()) {
      return root instanceof ObjectNode around && inner instanceof ObjectNode object
          ? object.deepCopy().setAll(around)
          : inner;
    }
    // A singleton that lies around another collection must not be changed itself.
    ObjectNode object =
        root instanceof ObjectNode around ? around.deepCopy() : Json.MAPPER.createObjectNode();
    String name = way.getMatchingProperty();
    object.set(name, put(object.get(name), way.tail().toString(), inner));
    return object;
  }
}
