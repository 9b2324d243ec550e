package dev.crossfade.core.propose;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a collection's records have their ids from.
 *
 * @param field the member that holds it; null where several do, or none
 * @param parts the members that make it up together; empty where it is no composite
 * @param ids as texts, one a record, in their order
 * @param byKey whether it is the store's key
 * @param shared whether the same id on two devices surely means the same record
 * @param why it was chosen, where no field is called like an id; null where one is
 */
record IdGuess(
    @Nullable String field,
    List<String> parts,
    List<String> ids,
    boolean byKey,
    boolean shared,
    @Nullable String why) {
  private static final List<String> NAMES = List.of("id", "uuid", "_id", "guid", "key");
  static final int MAX_LENGTH = 128;

  static boolean isIdName(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT)) || name.matches(".*(Id|_id|ID)");
  }

  /** The guess; null where nothing names each record by itself. */
  static @Nullable IdGuess of(Found found, String domain) {
    if (found.single()) {
      return new IdGuess(null, List.of(), List.of("singleton"), false, false, null);
    }
    for (String name : candidates(found, domain)) {
      List<String> ids = MemberIds.of(found, name);
      boolean sameAsKeys = found.keys().isEmpty() || found.keys().equals(ids);
      if (ids != null && areDistinct(ids) && sameAsKeys) {
        return new IdGuess(name, List.of(), ids, false, shared(ids), null);
      }
    }
    if (found.keys().isEmpty()) {
      return new IdSearch(found, domain).best();
    }
    boolean keyed = found.keys().stream().allMatch(IdGuess::isId);
    return keyed
        ? new IdGuess(null, List.of(), found.keys(), true, shared(found.keys()), null)
        : null;
  }

  /** Whether the member is the id, or a part of it. */
  boolean isMadeOf(String member) {
    return member.equals(field) || parts.contains(member);
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

  /** Whether no two are the same, in any case of letters. */
  static boolean areDistinct(List<String> ids) {
    Set<String> distinct = new HashSet<>();
    return ids.stream().allMatch(id -> distinct.add(id.toLowerCase(Locale.ROOT)));
  }

  static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= MAX_LENGTH;
  }

  static boolean shared(List<String> ids) {
    return ids.stream().allMatch(id -> TextForm.UUID.fits(id) || TextForm.RANDOM.fits(id));
  }
}
