package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a browser's store where a domain's records lie. Immutable.
 *
 * <p>What is expected there follows from the domain's id rule: a list of records, or an object of
 * records by key; with a singleton, and in a key with an id, the record itself.
 *
 * @param key the key in localStorage: exact, or with one {@code {id}} in it, for the record's id
 * @param envelope what is wrapped around the value: names of decoders, from the outside in
 * @param at the place within the decoded value, RFC 6901; empty for all of it
 */
public record LegacyPlace(String key, List<String> envelope, String at) {
  /** Stands for the record's id in a key. */
  static final String ID = "{id}";

  public LegacyPlace {
    envelope = List.copyOf(envelope);
  }

  /** Whether each record has a key of its own. */
  public boolean oneRecordAKey() {
    return key.contains(ID);
  }

  /**
   * The id that a key of the store has in the place of {@code {id}}; null where the key is not of
   * this form, or this place has one key alone.
   */
  public @Nullable String idIn(String storeKey) {
    int start = key.indexOf(ID);
    int behind = key.length() - start - ID.length();
    boolean fits =
        start >= 0
            && storeKey.length() > start + behind
            && storeKey.startsWith(key.substring(0, start))
            && storeKey.endsWith(key.substring(start + ID.length()));
    return fits ? storeKey.substring(start, storeKey.length() - behind) : null;
  }

  /** The key of the store under which a record lies. */
  public String keyOf(String id) {
    return key.replace(ID, id);
  }
}
