package dev.crossfade.core.legacy;

import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a state as a library would have left it in localStorage. Only for envelopes that add
 * nothing which the state does not tell; a state in any other one is written as bare JSON. Pure and
 * thread-safe.
 */
public final class StoreEncoder {
  /** Libraries that write the state as it is, at least where it is an object or a list. */
  private static final Set<String> BARE =
      Set.of(
          "json",
          "localforage",
          "mobx-persist-store",
          "redux-persist-4",
          "vuex",
          "redux-localstorage",
          "pinia",
          "jotai",
          "vueuse",
          "ngrx");

  private static final Set<String> WRAPPING =
      Set.of("zustand", "redux-persist", "superjson", "vueuse-map");

  private StoreEncoder() {}

  /** Whether {@link #encode} writes these envelopes, and not bare JSON in their place. */
  public static boolean writes(List<String> envelope) {
    return envelope.stream().allMatch(name -> BARE.contains(name) || WRAPPING.contains(name));
  }

  /**
   * The raw string under the key.
   *
   * @param envelope names of decoders, from the outside in
   */
  public static String encode(List<String> envelope, JsonNode state) {
    JsonNode value = state;
    if (writes(envelope)) {
      for (String name : envelope.reversed()) {
        value = wrap(name, value);
      }
    }
    return Json.MAPPER.writeValueAsString(value);
  }

  private static JsonNode wrap(String name, JsonNode value) {
    ObjectNode wrapped = Json.MAPPER.createObjectNode();
    return switch (name) {
      case "zustand" -> wrapped.set("state", value).put("version", 0);
      case "superjson" -> wrapped.set("json", value);
      case "redux-persist" -> {
        for (var member : value.properties()) {
          wrapped.put(member.getKey(), Json.MAPPER.writeValueAsString(member.getValue()));
        }
        yield value.isObject()
            ? wrapped.put("_persist", "{\"version\":-1,\"rehydrated\":true}")
            : value;
      }
      case "vueuse-map" -> {
        ArrayNode pairs = Json.MAPPER.createArrayNode();
        value
            .properties()
            .forEach(member -> pairs.addArray().add(member.getKey()).add(member.getValue()));
        yield value.isObject() ? pairs : value;
      }
      default -> value;
    };
  }
}
