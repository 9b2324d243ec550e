package dev.crossfade.core.decide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of records, written from the words of docs/snapshots.md: it forgets nothing,
 * keeps no digests, and looks through all that ever took effect each time. One policy for all
 * records; documents are flat.
 */
final class RowModel {
  private final String policy;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<String>> started = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Rec> records = new HashMap<>();

  RowModel(String policy) {
    this.policy = policy;
  }

  /** A watermark: a number, an offset, or neither. */
  record Mark(@Nullable Long through, @Nullable Long asOf) {}

  /** Something that a source said of a record and that was neither stale nor held. */
  private record Said(
      String source, boolean live, long number, long offset, @Nullable Map<String, Integer> doc) {}

  /** A record with all that was ever said of it. */
  private static final class Rec {
    private final List<Said> said = new ArrayList<>();
    private @Nullable String maker;
    private @Nullable Map<String, Integer> is;

    private @Nullable Said last(String source, boolean liveOnly) {
      return said.stream()
          .filter(one -> one.source().equals(source) && (one.live() || !liveOnly))
          .reduce((a, b) -> b)
          .orElse(null);
    }

    private long highest(String source) {
      return said.stream()
          .filter(one -> one.source().equals(source))
          .mapToLong(Said::number)
          .max()
          .orElse(0);
    }

    private boolean newer(String source, Mark mark) {
      Said live = last(source, true);
      if (live != null && live.number() == 0) {
        return mark.asOf() == null || live.offset() > mark.asOf();
      }
      return highest(source) > (mark.through() == null ? 0 : mark.through());
    }
  }

  @Nullable Map<String, Integer> is(String record) {
    Rec rec = records.get(record);
    return rec == null ? null : rec.is;
  }

  @Nullable String maker(String record) {
    Rec rec = records.get(record);
    return rec == null ? null : rec.maker;
  }

  String live(
      String source,
      long number,
      String id,
      String record,
      long offset,
      @Nullable Map<String, Integer> doc) {
    if (!seen.add(source + "/" + id)) {
      return "Duplicate";
    }
    Rec rec = records.computeIfAbsent(record, _ -> new Rec());
    if (number > 0 && rec.highest(source) >= number) {
      return "Stale";
    }
    rec.said.add(new Said(source, true, number, offset, doc));
    rec.maker = source;
    rec.is = doc;
    return "Applied";
  }

  String start(String source, String snapshot) {
    List<String> all = started.computeIfAbsent(source, _ -> new ArrayList<>());
    if (all.contains(snapshot)) {
      return "Duplicate";
    }
    all.add(snapshot);
    return "Applied";
  }

  String end(String source, String snapshot) {
    List<String> all = started.getOrDefault(source, List.of());
    if (!all.contains(snapshot)) {
      return "Held UNKNOWN_SNAPSHOT";
    }
    if (ended.contains(snapshot)) {
      return "Duplicate";
    }
    if (!all.getLast().equals(snapshot)) {
      return "Stale";
    }
    ended.add(snapshot);
    return "Applied";
  }

  String row(
      String source,
      String snapshot,
      Mark mark,
      String record,
      long offset,
      Map<String, Integer> doc) {
    List<String> all = started.getOrDefault(source, List.of());
    if (!all.contains(snapshot)) {
      return "Held UNKNOWN_SNAPSHOT";
    }
    if (!all.getLast().equals(snapshot)) {
      return "Stale";
    }
    Rec rec = records.computeIfAbsent(record, _ -> new Rec());
    if (rec.newer(source, mark)) {
      return "Stale";
    }
    Said before = rec.last(source, false);
    long number = mark.through() == null ? 0 : mark.through();
    boolean repeats = before != null && doc.equals(before.doc());
    String outcome = met(rec, source, doc, repeats);
    rec.said.add(new Said(source, false, number, offset, doc));
    return outcome;
  }

  private String met(Rec rec, String source, Map<String, Integer> doc, boolean repeats) {
    if (rec.maker == null) {
      rec.maker = source;
      rec.is = doc;
      return "Applied";
    }
    if (doc.equals(rec.is)) {
      return "Unchanged";
    }
    if (rec.maker.equals(source)) {
      if (rec.is != null && repeats) {
        return "Superseded";
      }
      Map<String, Integer> had = rec.is;
      boolean filled =
          had != null && !had.equals(Objects.requireNonNull(rec.last(source, false)).doc());
      rec.is = had != null && filled && policy.equals("AUTO_MERGE") ? union(doc, had) : doc;
      return "Applied";
    }
    if (repeats) {
      return "Superseded";
    }
    if (policy.equals("INTERACTIVE")) {
      return "Conflict waiting";
    }
    if (!policy.equals("AUTO_MERGE") || rec.is == null) {
      return "Conflict kept";
    }
    Map<String, Integer> was = rec.is;
    boolean differs =
        doc.entrySet().stream()
            .anyMatch(
                e -> was.containsKey(e.getKey()) && !e.getValue().equals(was.get(e.getKey())));
    boolean adds = !was.keySet().containsAll(doc.keySet());
    rec.is = union(was, doc);
    if (differs) {
      return adds ? "Conflict kept filled" : "Conflict kept";
    }
    return adds ? "Applied" : "Unchanged";
  }

  private static Map<String, Integer> union(Map<String, Integer> wins, Map<String, Integer> other) {
    Map<String, Integer> both = new TreeMap<>(other);
    both.putAll(wins);
    return both;
  }
}
