package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which keys of a browser's store hold records of which domains. Immutable and thread-safe. */
public final class StoreLayout {
  private final Map<String, List<Entry>> exact = new HashMap<>();
  private final List<Pattern> patterns;

  /** A place, and its rank among all. */
  private record Entry(int rank, Domain domain, LegacyPlace place) {}

  /** The entries whose keys have the same form. */
  private record Pattern(LegacyPlace place, List<Entry> entries) {}

  /**
   * What lies under a key.
   *
   * @param id the record's, as the key spells it; null where the key holds a collection
   */
  public record Lying(String key, Domain domain, LegacyPlace place, @Nullable String id) {}

  /**
   * What a store holds.
   *
   * @param lying in the order in which it is to be read: referenced domains first, and for each its
   *     places as declared
   * @param unknown the keys that no domain claims, in the store's order
   */
  public record Contents(List<Lying> lying, List<String> unknown) {}

  /**
   * @param domains in the order in which their records are sent
   */
  StoreLayout(List<Domain> domains) {
    Map<String, List<Entry>> all = new HashMap<>();
    int rank = 0;
    for (Domain domain : domains) {
      for (LegacyPlace place : domain.legacyPlaces()) {
        Entry entry = new Entry(rank++, domain, place);
        all.computeIfAbsent(place.key(), key -> new ArrayList<>()).add(entry);
      }
    }
    List<Pattern> found = new ArrayList<>();
    all.forEach(
        (key, entries) -> {
          LegacyPlace place = entries.getFirst().place();
          if (place.oneRecordAKey()) {
            found.add(new Pattern(place, List.copyOf(entries)));
          } else {
            exact.put(key, List.copyOf(entries));
          }
        });
    // Where several fit, the one that says most of the key is meant.
    found.sort(
        Comparator.<Pattern>comparingInt(pattern -> -pattern.place().key().length())
            .thenComparing(pattern -> pattern.place().key()));
    patterns = List.copyOf(found);
  }

  /** Whether no domain says where its records lie. */
  public boolean isEmpty() {
    return exact.isEmpty() && patterns.isEmpty();
  }

  /**
   * What lies under this key, referenced domains first; empty where no domain claims it. An exact
   * key goes before one with {@code {id}}, and of these the longest.
   */
  public List<Lying> at(String key) {
    List<Ranked> found = new ArrayList<>(1);
    find(key, 0, found);
    return found.stream().map(Ranked::lying).toList();
  }

  /** What lies under these keys. */
  public Contents sort(Collection<String> keys) {
    List<Ranked> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String key : keys) {
      if (!find(key, found.size(), found)) {
        unknown.add(key);
      }
    }
    found.sort(Comparator.comparingInt(Ranked::rank).thenComparingInt(Ranked::order));
    return new Contents(found.stream().map(Ranked::lying).toList(), List.copyOf(unknown));
  }

  private record Ranked(int rank, int order, Lying lying) {}

  private boolean find(String key, int order, List<Ranked> found) {
    String id = null;
    List<Entry> entries = exact.getOrDefault(key, List.of());
    for (int i = 0; i < patterns.size() && entries.isEmpty(); i++) {
      id = patterns.get(i).place().idIn(key);
      entries = id == null ? entries : patterns.get(i).entries();
    }
    for (Entry entry : entries) {
      Lying lying = new Lying(key, entry.domain(), entry.place(), id);
      found.add(new Ranked(entry.rank(), order, lying));
    }
    return !entries.isEmpty();
  }
}
