package dev.crossfade.core.propose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a collection's records have their ids from.
 *
 * @param field the member that holds it; null where it is the store's key, or there is one record
 * @param ids as texts, one a record, in their order
 * @param byKey whether it is the store's key
 * @param shared whether the same id on two devices surely means the same record
 */
record IdGuess(@Nullable String field, List<String> ids, boolean byKey, boolean shared) {
  private static final List<String> NAMES = List.of("id", "uuid", "_id", "guid", "key");
  static final int MAX_LENGTH = 128;

  static boolean isIdName(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT)) || name.matches(".*(Id|_id|ID)");
  }

  /** The guess; null where nothing names each record by itself. */
  static @Nullable IdGuess of(Found found, String domain) {
    if (found.single()) {
      return new IdGuess(null, List.of("singleton"), false, false);
    }
    for (String name : candidates(found, domain)) {
      List<String> ids = ids(found, name);
      boolean sameAsKeys = found.keys().isEmpty() || found.keys().equals(ids);
      if (ids != null && sameAsKeys) {
        return new IdGuess(name, ids, false, shared(ids));
      }
    }
    boolean keyed = !found.keys().isEmpty() && found.keys().stream().allMatch(IdGuess::isId);
    return keyed ? new IdGuess(null, found.keys(), true, shared(found.keys())) : null;
  }

  private static Set<String> candidates(Found found, String domain) {
    Set<String> candidates = new LinkedHashSet<>(NAMES);
    String own = Words.sound(domain) + "id";
    for (String name : found.records().getFirst().propertyNames()) {
      if (Words.snake(name).replace("_", "").equals(own)) {
        candidates.add(name);
      }
    }
    return candidates;
  }

  /** The ids that a member holds; null when it does not hold one for each record. */
  private static @Nullable List<String> ids(Found found, String name) {
    List<String> ids = new ArrayList<>();
    Set<String> distinct = new HashSet<>();
    boolean numbers = false;
    for (ObjectNode record : found.records()) {
      JsonNode value = record.get(name);
      if (value == null || !(value.isString() || isWhole(value))) {
        return null;
      }
      numbers |= value.isNumber();
      String id = value.asString();
      if (!isId(id) || !distinct.add(id.toLowerCase(Locale.ROOT))) {
        return null;
      }
      ids.add(id);
    }
    boolean mixed =
        numbers && !found.records().stream().allMatch(record -> record.get(name).isNumber());
    return mixed ? null : ids;
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  private static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= MAX_LENGTH;
  }

  private static boolean shared(List<String> ids) {
    return ids.stream().allMatch(id -> TextForm.UUID.fits(id) || TextForm.RANDOM.fits(id));
  }
}
