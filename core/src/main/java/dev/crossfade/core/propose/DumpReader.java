package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the collections in a browser's dump: the keys of localStorage, each with its raw string or
 * the value that it stands for. It looks into the envelopes of zustand and redux-persist, and into
 * stores that are one object of slices; of what it does not know it says so.
 */
final class DumpReader {
  private static final int MAX_SLICES = 3;
  private static final int ODD_ONE_IN = 10;
  private static final Set<String> PERSISTED = Set.of("_persist", "__mps__");
  private static final Set<String> STORES = Set.of("vuex", "redux", "store", "state", "root");

  private final List<Found> found = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  /**
   * What a dump holds.
   *
   * @param found in the dump's order
   */
  record Reading(List<Found> found, List<Skipped> skipped) {}

  static Reading read(ObjectNode dump) {
    DumpReader reader = new DumpReader();
    dump.properties().forEach(entry -> reader.entry(entry.getKey(), entry.getValue()));
    return new Reading(List.copyOf(reader.found), List.copyOf(reader.skipped));
  }

  private void entry(String key, JsonNode written) {
    JsonNode value = written.isString() ? parsed(written.stringValue()) : written;
    if (value == null) {
      skip(key, "is no JSON.");
      return;
    }
    String name = key.replaceFirst("^(persist|reduxPersist):", "");
    if (!(value instanceof ObjectNode object)) {
      list(key, List.of(name), value);
    } else if (object.has("_persist") || key.startsWith("persist:")) {
      slices(key, name, encodedOnceMore(object), 1);
    } else if (object.get("state") instanceof ObjectNode state && isZustand(object)) {
      slices(key, name, state, 1);
    } else if (STORES.contains(name)) {
      slices(key, name, object, 1);
    } else {
      object(key, List.of(name), object);
    }
  }

  private static boolean isZustand(ObjectNode object) {
    return object.size() == 1 || (object.size() == 2 && object.has("version"));
  }

  /** redux-persist encodes each member by itself. */
  private static ObjectNode encodedOnceMore(ObjectNode object) {
    ObjectNode decoded = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      JsonNode inner = value.isString() ? parsed(value.stringValue()) : null;
      decoded.set(member.getKey(), inner == null ? value : inner);
    }
    return decoded;
  }

  /** The members of a store: those that are collections, slices with such, and what is left. */
  private void slices(String key, String name, ObjectNode store, int depth) {
    ObjectNode rest = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : store.properties()) {
      String inner = member.getKey();
      JsonNode value = member.getValue();
      String path = key + "." + inner;
      if (PERSISTED.contains(inner)) {
        continue;
      }
      JsonNode entities = value.path("entities");
      if (isList(value)) {
        list(path, List.of(inner, name + "_" + inner), value);
      } else if (entities instanceof ObjectNode keyed && isKeyed(keyed)) {
        keyed(path + ".entities", List.of(inner, name + "_" + inner), keyed);
      } else if (!(value instanceof ObjectNode object)) {
        rest.set(inner, value);
      } else if (isKeyed(object)) {
        keyed(path, List.of(inner, name + "_" + inner), object);
      } else if (depth < MAX_SLICES && holdsCollections(object)) {
        slices(path, generic(inner) ? name : inner, object, depth + 1);
      } else if (depth == 1 && !object.isEmpty()) {
        single(path, List.of(inner, name + "_" + inner), object);
      } else {
        rest.set(inner, value);
      }
    }
    if (!rest.isEmpty()) {
      single(key, List.of(name, name + "_state"), rest);
    }
  }

  private static boolean generic(String name) {
    return STORES.contains(name) || name.equals("data") || name.equals("items");
  }

  private static boolean holdsCollections(ObjectNode object) {
    return object
        .valueStream()
        .anyMatch(value -> isList(value) || (value instanceof ObjectNode inner && isKeyed(inner)));
  }

  private void object(String key, List<String> names, ObjectNode object) {
    if (object.isEmpty()) {
      skip(key, "is empty: there is nothing to learn its shape from.");
    } else if (isKeyed(object)) {
      keyed(key, names, object);
    } else {
      single(key, names, object);
    }
  }

  private void list(String key, List<String> names, JsonNode value) {
    if (isList(value)) {
      List<ObjectNode> records = new ArrayList<>();
      value.forEach(each -> records.add((ObjectNode) each));
      found.add(new Found(key, names, records, List.of(), false));
    } else if (value.isArray() && value.isEmpty()) {
      skip(key, "is empty: there is nothing to learn its shape from.");
    } else {
      skip(key, value.isArray() ? "is no list of objects." : "is a single value, no record.");
    }
  }

  private void keyed(String key, List<String> names, ObjectNode object) {
    List<ObjectNode> records = new ArrayList<>();
    object.forEach(each -> records.add((ObjectNode) each));
    List<String> keys = List.copyOf(object.propertyNames());
    found.add(new Found(key, names, records, keys, false));
  }

  private void single(String key, List<String> names, ObjectNode record) {
    ObjectNode own = record.deepCopy();
    own.remove(PERSISTED);
    if (!own.isEmpty()) {
      found.add(new Found(key, names, List.of(own), List.of(), true));
    }
  }

  private static boolean isList(JsonNode value) {
    return value.isArray() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isObject);
  }

  /**
   * Whether the members are records of one kind under their ids: objects that are alike, more than
   * one of them, or those that say their own key.
   */
  private static boolean isKeyed(ObjectNode object) {
    if (object.isEmpty() || !object.valueStream().allMatch(JsonNode::isObject)) {
      return false;
    }
    if (object.properties().stream().allMatch(e -> saysItsKey(e.getKey(), e.getValue()))) {
      return true;
    }
    return object.size() > 1 && areAlike(object);
  }

  /**
   * Whether nearly all have a member in common, and nearly all consist mostly of members that
   * others have too. What is there now and then only does not count, whichever record is first.
   */
  private static boolean areAlike(ObjectNode object) {
    Map<String, Integer> holders = new HashMap<>();
    object.forEach(
        each -> each.propertyNames().forEach(name -> holders.merge(name, 1, Integer::sum)));
    int odd = 0;
    for (JsonNode each : object) {
      long known =
          each.propertyStream().filter(m -> holders.getOrDefault(m.getKey(), 0) > 1).count();
      odd += 2 * known > each.size() ? 0 : 1;
    }
    int most = holders.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return ODD_ONE_IN * odd <= object.size()
        && ODD_ONE_IN * (object.size() - most) <= object.size();
  }

  private static boolean saysItsKey(String key, JsonNode record) {
    return record
        .propertyStream()
        .anyMatch(
            member ->
                IdGuess.isIdName(member.getKey()) && member.getValue().asString("").equals(key));
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return null;
    }
  }

  private void skip(String key, String why) {
    skipped.add(new Skipped(key, why));
  }
}
