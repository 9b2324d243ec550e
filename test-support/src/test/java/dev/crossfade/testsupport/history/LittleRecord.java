package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Rules.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record of the little system. It keeps its whole history, and looks up what it needs to know in
 * that.
 */
final class LittleRecord {
  /** A version, and the fields that its event changed; null: all there are and were. */
  record Made(
      long offset,
      String source,
      @Nullable SortedMap<String, String> data,
      @Nullable Set<String> fields) {}

  private record Blind(long offset, long base) {}

  private final Rules.Domain domain;
  final List<Made> made = new ArrayList<>();
  final Map<String, Long> numbers = new HashMap<>();
  final Map<String, Long> waiting = new TreeMap<>();
  final Map<String, Set<Long>> kept = new TreeMap<>();
  private final Map<String, Blind> blind = new HashMap<>();
  long offset = -1;
  long heldSince = -1;
  @Nullable SortedMap<String, String> data;
  @Nullable String source;
  boolean refused;

  LittleRecord(Rules.Domain domain) {
    this.domain = domain;
  }

  /** What stands in the tables. */
  @Nullable Made shown() {
    int last = made.size() - (refused ? 2 : 1);
    return last < 0 ? null : made.get(last);
  }

  @Nullable String state() {
    if (refused) {
      return "parked";
    }
    if (heldSince >= 0) {
      return "held";
    }
    return waiting.isEmpty() ? null : "conflict";
  }

  String decide(Sent.Event event, long at, boolean holes) {
    if (heldSince >= 0) {
      return "held";
    }
    String by = event.source();
    if (numbers.getOrDefault(by, 0L) >= event.sequence()) {
      acknowledged(event, at);
      return "stale";
    }
    long base = base(event);
    SortedMap<String, String> says = event.data() == null ? null : Members.of(event.data());
    List<String> changed = holes ? null : event.changed();
    if (offset < 0 || !meets(by, base)) {
      apply(at, by, says, changed == null || data == null ? null : fields(changed, says));
      return settle(event, at, base, says, "applied");
    }
    boolean same = Objects.equals(says, data);
    if (domain.policy() == Policy.AUTO_OVERWRITE
        || (domain.policy() == Policy.AUTO_MERGE && data == null && says != null)) {
      if (same) {
        return settle(event, at, base, says, "unchanged");
      }
      String loser = Objects.requireNonNull(source);
      long lost = offset;
      apply(at, by, says, null);
      settle(event, at, base, says, "conflict");
      keep(loser, lost);
      return "conflict";
    }
    if (same && (domain.policy() == Policy.AUTO_SKIP || says == null)) {
      return settle(event, at, base, says, "unchanged");
    }
    if (says == null || data == null || domain.policy() == Policy.AUTO_SKIP) {
      return beside(event, at, base, says);
    }
    return merge(event, at, base, says, changed);
  }

  private void keep(String of, long at) {
    kept.computeIfAbsent(of, s -> new TreeSet<>()).add(at);
  }

  private String beside(
      Sent.Event event, long at, long base, @Nullable SortedMap<String, String> says) {
    settle(event, at, base, says, "conflict");
    blind.put(event.source(), new Blind(at, base));
    if (domain.policy() == Policy.INTERACTIVE) {
      waiting.put(event.source(), at);
      return "conflict waiting";
    }
    keep(event.source(), at);
    return "conflict";
  }

  private String merge(
      Sent.Event event,
      long at,
      long base,
      SortedMap<String, String> says,
      @Nullable List<String> changed) {
    String by = event.source();
    SortedMap<String, String> is = Objects.requireNonNull(data);
    SortedMap<String, String> merged = new TreeMap<>(says);
    Set<String> mine = new HashSet<>();
    Map<String, Made> replaced = new TreeMap<>();
    boolean skipped = false;
    for (String field : List.of("a", "b", "c")) {
      Made last = last(field);
      boolean unseen = last != null && last.offset() > base && !last.source().equals(by);
      boolean named = changed == null ? says.containsKey(field) : changed.contains(field);
      boolean differs = !Objects.equals(is.get(field), says.get(field));
      if (domain.policy() == Policy.INTERACTIVE && named && differs) {
        return beside(event, at, base, says);
      }
      boolean stays = unseen && !named;
      if (unseen && named && differs && last != null) {
        if (domain.fields().get(field) == Policy.AUTO_SKIP) {
          stays = true;
          skipped = true;
        } else {
          replaced.put(field, last);
        }
      }
      if (stays && is.containsKey(field)) {
        merged.put(field, is.get(field));
      } else if (stays) {
        merged.remove(field);
      } else if (named || differs) {
        mine.add(field);
      }
    }
    boolean clash = skipped || !replaced.isEmpty();
    if (merged.equals(is)) {
      settle(event, at, base, says, clash ? "conflict" : "unchanged");
    } else {
      apply(at, by, merged, mine);
      settle(event, at, base, says, clash ? "conflict" : "applied");
    }
    replaced.values().forEach(lost -> keep(lost.source(), lost.offset()));
    if (skipped) {
      keep(by, at);
    }
    return clash ? "conflict" : merged.equals(is) ? "unchanged" : "applied";
  }

  /** Those that the event names, where there is such a field, and those that it changes. */
  private @Nullable Set<String> fields(
      List<String> changed, @Nullable SortedMap<String, String> says) {
    if (says == null || data == null) {
      return null;
    }
    Set<String> fields = new HashSet<>();
    for (String field : List.of("a", "b", "c")) {
      boolean there = says.containsKey(field) || data.containsKey(field);
      boolean differs = !Objects.equals(says.get(field), data.get(field));
      if (there && (differs || changed.contains(field))) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** It has no effect, and its writer is told a position all the same. */
  void acknowledged(Sent.Event event, long at) {
    String by = event.source();
    if (offset >= 0 && heldSince < 0 && (blind.containsKey(by) || !by.equals(source))) {
      blind.put(by, new Blind(at, base(event)));
    }
  }

  private long base(Sent.Event event) {
    Place named = event.base() == null ? null : Place.parse(event.base());
    long base = named == null ? -1 : named.offset();
    Blind is = blind.get(event.source());
    return is != null && base <= is.offset() ? Math.min(base, is.base()) : base;
  }

  private boolean meets(String by, long base) {
    if (domain.policy().byFields() && data != null) {
      return List.of("a", "b", "c").stream()
          .map(this::last)
          .anyMatch(last -> last != null && last.offset() > base && !last.source().equals(by));
    }
    return offset > base && !by.equals(source);
  }

  /** The version in which the field was changed last, since the record was written as a whole. */
  private @Nullable Made last(String field) {
    for (int i = made.size() - 1; i >= 0; i--) {
      Made version = made.get(i);
      Set<String> fields = version.fields();
      if (fields == null) {
        return version.data() != null && version.data().containsKey(field) ? version : null;
      }
      if (fields.contains(field)) {
        return version;
      }
    }
    return null;
  }

  private void apply(
      long at, String by, @Nullable SortedMap<String, String> next, @Nullable Set<String> fields) {
    made.add(new Made(at, by, next, fields));
    offset = at;
    source = by;
    data = next;
  }

  private String settle(
      Sent.Event event,
      long at,
      long base,
      @Nullable SortedMap<String, String> says,
      String outcome) {
    numbers.put(event.source(), event.sequence());
    waiting.remove(event.source());
    kept.remove(event.source());
    if (Objects.equals(says, data)) {
      blind.remove(event.source());
    } else {
      blind.put(event.source(), new Blind(at, base));
    }
    return outcome;
  }
}
