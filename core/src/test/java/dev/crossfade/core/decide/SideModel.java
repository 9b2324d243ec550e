package dev.crossfade.core.decide;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a record by live events and resolutions, written from the words of
 * docs/conflicts.md: it knows who changed each field last, field by field, and forgets nothing. The
 * fields o, s and i have the rules that {@link Policies} gives them.
 */
final class SideModel {
  private static final Map<String, String> RULES =
      Map.of("o", "AUTO_OVERWRITE", "s", "AUTO_SKIP", "i", "INTERACTIVE");

  private final String policy;
  private final Map<String, Change> fields = new HashMap<>();
  private final Map<String, long[]> blind = new HashMap<>();
  private final Map<String, Waits> waiting = new TreeMap<>();
  private @Nullable Map<String, Integer> is;
  private @Nullable Change made;

  SideModel(String policy) {
    this.policy = policy;
  }

  private record Change(String source, long at) {}

  private record Waits(long at, Set<String> fields) {}

  /** A client's event. */
  record Event(
      String source,
      long at,
      long base,
      @Nullable Set<String> changed,
      @Nullable Map<String, Integer> doc) {}

  @Nullable Map<String, Integer> is() {
    return is;
  }

  @Nullable String maker() {
    return made == null ? null : made.source();
  }

  long madeAt() {
    return made == null ? -1 : made.at();
  }

  /** Where whose event waits. */
  Map<String, Long> waits() {
    Map<String, Long> all = new TreeMap<>();
    waiting.forEach((source, one) -> all.put(source, one.at()));
    return all;
  }

  private boolean byFields() {
    return policy.equals("AUTO_MERGE") || policy.equals("INTERACTIVE");
  }

  String live(Event e) {
    long seen = e.base();
    long[] before = blind.get(e.source());
    if (before != null && seen <= before[0]) {
      seen = Math.min(seen, before[1]);
    }
    Waits earlier = waiting.get(e.source());
    String outcome = decide(e, seen, earlier);
    boolean waits = outcome.contains("waits");
    if (!waits) {
      waiting.remove(e.source());
    }
    if (e.doc() == null ? is == null : e.doc().equals(is)) {
      blind.remove(e.source());
    } else {
      blind.put(e.source(), new long[] {e.at(), seen});
    }
    return outcome;
  }

  private boolean unseen(@Nullable Change change, Event e, long seen) {
    return change != null && !change.source().equals(e.source()) && change.at() > seen;
  }

  private String decide(Event e, long seen, @Nullable Waits earlier) {
    if (made == null) {
      return whole(e);
    }
    boolean meets = unseen(made, e, seen);
    if (is != null && byFields()) {
      meets =
          fields.values().stream().anyMatch(c -> unseen(c, e, seen))
              || (fields.isEmpty() && unseen(made, e, seen));
    }
    if (e.doc() == null || is == null) {
      if (!meets) {
        return whole(e);
      }
      if (e.doc() == null && is == null) {
        return "Unchanged";
      }
      boolean wins =
          policy.equals("AUTO_OVERWRITE") || (policy.equals("AUTO_MERGE") && e.doc() != null);
      return wins ? replace(e) : beside(e, policy.equals("INTERACTIVE"), Set.of());
    }
    if (byFields()) {
      return edit(e, seen, meets, earlier);
    }
    if (!meets) {
      return whole(e);
    }
    if (e.doc().equals(is)) {
      return "Unchanged";
    }
    return policy.equals("AUTO_OVERWRITE") ? replace(e) : beside(e, false, Set.of());
  }

  private String whole(Event e) {
    is = e.doc();
    made = new Change(e.source(), e.at());
    fields.clear();
    if (e.doc() != null) {
      e.doc().keySet().forEach(name -> fields.put(name, new Change(e.source(), e.at())));
    }
    return "Applied";
  }

  private String replace(Event e) {
    Change lost = java.util.Objects.requireNonNull(made);
    String side = lost.source() + lost.at() + (is == null ? "-" : "");
    whole(e);
    return "Conflict applied, replaces " + side;
  }

  private String beside(Event e, boolean waits, Set<String> about) {
    if (waits) {
      waiting.put(e.source(), new Waits(e.at(), about));
    }
    return "Conflict, "
        + (waits ? "waits " : "keeps ")
        + e.source()
        + e.at()
        + (e.doc() == null ? "-" : "")
        + shown(about);
  }

  private static String shown(Set<String> about) {
    return about.isEmpty() ? "" : "[" + String.join(",", new TreeSet<>(about)) + "]";
  }

  private String edit(Event e, long seen, boolean meets, @Nullable Waits earlier) {
    Map<String, Integer> has = java.util.Objects.requireNonNull(is);
    Map<String, Integer> says = java.util.Objects.requireNonNull(e.doc());
    if (!meets && e.changed() == null) {
      return whole(e);
    }
    Set<String> changed = new HashSet<>(e.changed() == null ? says.keySet() : e.changed());
    if (e.changed() != null && earlier != null) {
      changed.addAll(earlier.fields());
    }
    Set<String> all = new TreeSet<>(has.keySet());
    all.addAll(says.keySet());
    Set<String> differ = new TreeSet<>();
    Set<String> clash = new TreeSet<>();
    Map<String, Integer> plain = new TreeMap<>();
    for (String f : all) {
      boolean same = java.util.Objects.equals(has.get(f), says.get(f));
      boolean foreign = unseen(fields.get(f), e, seen);
      put(plain, f, foreign && !changed.contains(f) ? has : says);
      if (!same && changed.contains(f)) {
        differ.add(f);
        if (foreign) {
          clash.add(f);
        }
      }
    }
    if (meets && plain.equals(has)) {
      return "Unchanged";
    }
    boolean asks =
        differ.stream().anyMatch(f -> RULES.getOrDefault(f, "INTERACTIVE").equals("INTERACTIVE"));
    if (meets && policy.equals("INTERACTIVE") && asks) {
      return beside(e, true, differ);
    }
    Set<String> left = new TreeSet<>();
    Set<String> wait = new TreeSet<>();
    Map<Change, Set<String>> lost = new HashMap<>();
    for (String f : clash) {
      String rule = RULES.getOrDefault(f, "AUTO_OVERWRITE");
      if (rule.equals("AUTO_OVERWRITE")) {
        Change of = java.util.Objects.requireNonNull(fields.get(f));
        lost.computeIfAbsent(of, _ -> new TreeSet<>()).add(f);
      } else {
        left.add(f);
        put(plain, f, has);
        if (rule.equals("INTERACTIVE")) {
          wait.add(f);
        }
      }
    }
    return merged(e, changed, plain, left, wait, lost);
  }

  private static void put(Map<String, Integer> into, String f, Map<String, Integer> from) {
    Integer value = from.get(f);
    if (value == null) {
      into.remove(f);
    } else {
      into.put(f, value);
    }
  }

  private String merged(
      Event e,
      Set<String> changed,
      Map<String, Integer> result,
      Set<String> left,
      Set<String> wait,
      Map<Change, Set<String>> lost) {
    Map<String, Integer> has = java.util.Objects.requireNonNull(is);
    boolean applied = left.isEmpty() || !result.equals(has);
    if (applied) {
      Set<String> all = new TreeSet<>(has.keySet());
      all.addAll(result.keySet());
      all.addAll(changed);
      for (String f : all) {
        boolean moved = !java.util.Objects.equals(has.get(f), result.get(f));
        boolean said =
            changed.contains(f)
                && (has.containsKey(f) || java.util.Objects.requireNonNull(e.doc()).containsKey(f));
        if (!left.contains(f) && (moved || said)) {
          fields.put(f, new Change(e.source(), e.at()));
        }
      }
      is = result;
      made = new Change(e.source(), e.at());
    }
    if (left.isEmpty() && lost.isEmpty()) {
      return "Applied";
    }
    if (!wait.isEmpty()) {
      waiting.put(e.source(), new Waits(e.at(), wait));
    }
    StringBuilder told = new StringBuilder(applied ? "Conflict applied" : "Conflict");
    if (!left.isEmpty()) {
      told.append(wait.isEmpty() ? ", keeps " : ", waits ");
      told.append(e.source()).append(e.at()).append(shown(left));
    }
    lost.entrySet().stream()
        .map(l -> ", replaces " + l.getKey().source() + l.getKey().at() + shown(l.getValue()))
        .sorted()
        .forEach(told::append);
    return told.toString();
  }

  /** A resolution. */
  record Decree(
      String take, long at, long base, long conflict, @Nullable Map<String, Integer> doc) {}

  String resolve(Decree d) {
    if (made == null || made.at() != d.base()) {
      return "Stale";
    }
    String loser = null;
    if (List.of("existing", "incoming", "merged").contains(d.take())) {
      for (var each : waiting.entrySet()) {
        loser = each.getValue().at() == d.conflict() ? each.getKey() : loser;
      }
      if (loser == null) {
        return "Stale";
      }
      waiting.remove(loser);
    }
    if (d.take().equals("existing")) {
      return "Unchanged";
    }
    String by =
        switch (d.take()) {
          case "incoming" -> java.util.Objects.requireNonNull(loser);
          case "corrected" -> made.source();
          default -> "operator";
        };
    made = new Change(by, d.at());
    is = d.doc();
    fields.clear();
    if (d.doc() != null) {
      d.doc().keySet().forEach(f -> fields.put(f, new Change(by, d.at())));
    }
    return "Applied";
  }
}
