package dev.crossfade.testsupport.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the log has made of one record so far. */
final class RecordFold {
  /** Who changed a field last, and where. */
  record Touch(String source, long offset) {
    boolean unseenBy(String writer, long base) {
      return offset > base && !source.equals(writer);
    }
  }

  /** Behind which event a writer is blind, and with which base that counted. */
  record Blind(long offset, long base) {}

  /** A version of the record; null data: a tombstone. */
  record Version(long offset, @Nullable String data) {}

  /** A side of a conflict that is not in the record. */
  record Side(String source, long offset) {}

  /** What is known of one source. */
  static final class Known {
    long sequence;
    long unnumbered = -1;
    @Nullable String said;
    @Nullable Blind blind;
    long waiting = -1;
    List<String> waitingFields = List.of();
  }

  final int partition;
  private final Map<String, Known> sources = new HashMap<>(4);

  long offset = -1;
  @Nullable String data;
  @Nullable String source;
  long revision;
  long heldSince = -1;
  long lastHeld = -1;

  /** Of each member, and of members that were removed; of domains that look at fields. */
  Map<String, Touch> touches = Map.of();

  /** Sides that are to be kept beside, until their source goes on. */
  final Set<Side> kept = new LinkedHashSet<>(0);

  /** All versions; null where nobody asks for them. */
  @Nullable List<Version> versions;

  boolean met;

  RecordFold(int partition) {
    this.partition = partition;
  }

  boolean exists() {
    return offset >= 0;
  }

  boolean present() {
    return data != null;
  }

  /** Whether there is to be a state of it. */
  boolean known() {
    return exists() || heldSince >= 0 || !sources.isEmpty();
  }

  Known known(String of) {
    return sources.computeIfAbsent(of, s -> new Known());
  }

  boolean reflects(String of, long sequence) {
    Known known = sources.get(of);
    return known != null && known.sequence >= sequence;
  }

  /** The numbers of the sources that count. */
  Map<String, Long> numbers() {
    Map<String, Long> numbers = new HashMap<>();
    sources.forEach(
        (name, known) -> {
          if (known.sequence > 0) {
            numbers.put(name, known.sequence);
          }
        });
    return numbers;
  }

  /** What waits, by source. */
  Map<String, Long> waiting() {
    Map<String, Long> waiting = new LinkedHashMap<>();
    sources.forEach(
        (name, known) -> {
          if (known.waiting >= 0) {
            waiting.put(name, known.waiting);
          }
        });
    return waiting;
  }

  /** The source whose event waits there; null: none. */
  @Nullable String waitingAt(long at) {
    for (var known : sources.entrySet()) {
      if (known.getValue().waiting == at) {
        return known.getKey();
      }
    }
    return null;
  }

  /** Makes it this, by an event of that source, whose own the record then is or is not. */
  void become(long at, @Nullable String next, String maker, String from) {
    if (source != null && !source.equals(from) && data != null) {
      Known before = known(source);
      if (before.said == null) {
        before.said = data;
      }
    }
    offset = at;
    data = next;
    source = maker;
    revision++;
    if (next == null) {
      touches = Map.of();
    }
    if (versions != null) {
      versions.add(new Version(at, next));
    }
  }

  /** An event of that source had no effect there, and was acknowledged all the same. */
  void acknowledged(String of, long base, long at) {
    if (!exists() || heldSince >= 0) {
      return;
    }
    Known known = known(of);
    if (known.blind != null || !of.equals(source)) {
      known.blind = new Blind(at, LiveFold.counted(base, known.blind));
    }
  }

  /** A source has gone on: what was kept of it need not be any more. */
  void goneOn(String of) {
    if (!kept.isEmpty()) {
      kept.removeIf(side -> side.source().equals(of));
    }
  }
}
