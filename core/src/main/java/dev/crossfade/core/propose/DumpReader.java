package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.legacy.Guess;
import dev.crossfade.core.legacy.Slice;
import dev.crossfade.core.legacy.StoreDecoders;
import dev.crossfade.core.legacy.UndecodableException;
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
 * the value that it stands for. It looks into the envelopes that can be decoded, and into stores
 * that are one object of slices; of what it does not know it says so.
 */
final class DumpReader {
  private static final int MAX_SLICES = 3;
  private static final int ODD_ONE_IN = 10;

  /** What libraries keep whole stores in. */
  private static final Set<String> LIBRARIES =
      Set.of(
          "zustand",
          "redux-persist",
          "mobx-persist-store",
          "tanstack-query",
          "vuex",
          "pinia",
          "redux-localstorage");

  private static final List<String> TEXT = List.of("vueuse");
  private static final List<String> BARE = List.of("json");
  private static final Set<String> STORES = Set.of("vuex", "redux", "store", "state", "root");

  private final StoreDecoders decoders = new StoreDecoders();
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
    byte[] raw =
        written.isString()
            ? written.stringValue().getBytes(StandardCharsets.UTF_8)
            : Json.MAPPER.writeValueAsBytes(written);
    for (Guess guess : decoders.guess(key, raw)) {
      JsonNode value = guess.chain().equals(TEXT) ? null : decoded(guess, raw);
      if (value != null) {
        value(spot(key, written, guess), guess.chain(), value);
        return;
      }
    }
    skip(key, "is no JSON.");
  }

  private static Spot spot(String key, JsonNode written, Guess guess) {
    if (!written.isString()) {
      return Spot.of(key);
    }
    return guess.chain().equals(BARE)
        ? Spot.of(key, List.of(), null)
        : Spot.of(key, guess.chain(), guess.reason());
  }

  private @Nullable JsonNode decoded(Guess guess, byte[] raw) {
    try {
      return Json.parse(decoders.decode(guess.chain(), Slice.of(raw)).copy());
    } catch (UndecodableException | JacksonException e) {
      return null;
    }
  }

  private void value(Spot spot, List<String> chain, JsonNode value) {
    String name = spot.label().replaceFirst("^(persist|reduxPersist):", "");
    if (!(value instanceof ObjectNode object)) {
      list(spot, List.of(name), value);
    } else if (chain.stream().anyMatch(LIBRARIES::contains) || STORES.contains(name)) {
      slices(spot, name, object, 1);
    } else {
      object(spot, List.of(name), object);
    }
  }

  /** The members of a store: those that are collections, slices with such, and what is left. */
  private void slices(Spot spot, String name, ObjectNode store, int depth) {
    ObjectNode rest = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : store.properties()) {
      String inner = member.getKey();
      JsonNode value = member.getValue();
      Spot path = spot.member(inner);
      JsonNode entities = value.path("entities");
      if (isList(value)) {
        list(path, List.of(inner, name + "_" + inner), value);
      } else if (entities instanceof ObjectNode keyed && isKeyed(keyed)) {
        keyed(path.member("entities"), List.of(inner, name + "_" + inner), keyed);
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
      boolean all = rest.size() == store.size();
      single(all ? spot : spot.inPart(), List.of(name, name + "_state"), rest);
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

  private void object(Spot spot, List<String> names, ObjectNode object) {
    if (object.isEmpty()) {
      skip(spot.label(), "is empty: there is nothing to learn its shape from.");
    } else if (isKeyed(object)) {
      keyed(spot, names, object);
    } else {
      single(spot, names, object);
    }
  }

  private void list(Spot spot, List<String> names, JsonNode value) {
    if (isList(value)) {
      List<ObjectNode> records = new ArrayList<>();
      value.forEach(each -> records.add((ObjectNode) each));
      found.add(new Found(spot, names, records, List.of(), false));
    } else if (value.isArray() && value.isEmpty()) {
      skip(spot.label(), "is empty: there is nothing to learn its shape from.");
    } else {
      skip(
          spot.label(),
          value.isArray() ? "is no list of objects." : "is a single value, no record.");
    }
  }

  private void keyed(Spot spot, List<String> names, ObjectNode object) {
    List<ObjectNode> records = new ArrayList<>();
    object.forEach(each -> records.add((ObjectNode) each));
    List<String> keys = List.copyOf(object.propertyNames());
    found.add(new Found(spot, names, records, keys, false));
  }

  private void single(Spot spot, List<String> names, ObjectNode record) {
    found.add(new Found(spot, names, List.of(record), List.of(), true));
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

  private void skip(String key, String why) {
    skipped.add(new Skipped(key, why));
  }
}
