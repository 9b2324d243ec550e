package dev.crossfade.core.decide;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who changed each member of a record last, and where. Kept for domains whose policy looks at
 * fields. Immutable, and bounded: beyond {@value #MAX_FIELDS} it becomes one change that is
 * nobody's own, so that whoever has not seen it meets it.
 *
 * @param others the change of every member of the record that is not named
 * @param fields of those that are; one that is no member of the record was removed by that change
 */
public record FieldChanges(Change others, Map<String, Change> fields) {
  /** The most members that are told apart. */
  public static final int MAX_FIELDS = 500;

  public FieldChanges {
    fields = Map.copyOf(fields);
  }

  /**
   * A change, at an offset of the record's partition.
   *
   * @param source who made it; null where that is not known any more
   */
  public record Change(@Nullable String source, long offset) {

    /**
     * Whether it is unknown to a writer.
     *
     * @param seen the offset of the version that the writer had seen; {@link Known#NONE} for none
     */
    boolean isForeign(String writer, long seen) {
      return offset > seen && !writer.equals(source);
    }
  }

  /** All members come from one change. */
  static FieldChanges all(@Nullable String source, long offset) {
    return new FieldChanges(new Change(source, offset), Map.of());
  }

  /** Whether a writer who had seen that version meets a change. */
  boolean meets(String writer, long seen) {
    return others.isForeign(writer, seen)
        || fields.values().stream().anyMatch(change -> change.isForeign(writer, seen));
  }

  /** The last change of a member. */
  Change of(String name) {
    return fields.getOrDefault(name, others);
  }

  /** The same where the names may mean something else now. */
  FieldChanges blurred() {
    return all(null, last());
  }

  /**
   * The same behind a change of some members.
   *
   * @param names that were changed, or removed
   * @param members of the record as it then is
   */
  FieldChanges with(Collection<String> names, Change change, Set<String> members) {
    Map<String, Change> all = new TreeMap<>(fields);
    members.forEach(member -> all.putIfAbsent(member, others));
    names.forEach(name -> all.put(name, change));
    Change most = most(all, members, change);
    // What was removed is named, for the others are the members of the record.
    all.entrySet().removeIf(e -> e.getValue().equals(most) && members.contains(e.getKey()));
    FieldChanges changes = new FieldChanges(most, all);
    return all.size() > MAX_FIELDS ? changes.blurred() : changes;
  }

  /** The change that most members come from, the latest of these. */
  private static Change most(Map<String, Change> all, Set<String> members, Change none) {
    Map<Change, Integer> counts = new HashMap<>();
    members.forEach(member -> counts.merge(all.getOrDefault(member, none), 1, Integer::sum));
    Comparator<Map.Entry<Change, Integer>> order = Map.Entry.comparingByValue();
    return counts.entrySet().stream()
        .max(order.thenComparingLong(count -> count.getKey().offset()))
        .map(Map.Entry::getKey)
        .orElse(none);
  }

  private long last() {
    return fields.values().stream().mapToLong(Change::offset).reduce(others.offset(), Math::max);
  }
}
