package dev.crossfade.testsupport.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers that one source used: the last, the holes, the ids of the last thousand. */
final class Numbers {
  private static final int REMEMBERED = 1_000;
  private static final int MOST_HOLES = 1_000;

  enum Verdict {
    NEW,
    REPEATED,
    FORKED,
    FORGOTTEN,
    TOO_MANY_HOLES
  }

  private final TreeMap<Long, Long> holes = new TreeMap<>();
  private long[] usedNumbers = new long[4];
  private long[] usedIds = new long[4];
  private long last;
  private long taken;

  /** Judges a number, and uses it where it is new. */
  Verdict take(long number, long id) {
    if (number > last) {
      if (number > last + 1) {
        if (holes.size() >= MOST_HOLES) {
          return Verdict.TOO_MANY_HOLES;
        }
        holes.put(last + 1, number - 1);
      }
      last = number;
      use(number, id);
      return Verdict.NEW;
    }
    Map.Entry<Long, Long> hole = holes.floorEntry(number);
    if (hole == null || number > hole.getValue()) {
      return repeated(number, id);
    }
    long from = hole.getKey();
    long to = hole.getValue();
    if (from < number && number < to && holes.size() >= MOST_HOLES) {
      return Verdict.TOO_MANY_HOLES;
    }
    holes.remove(from);
    if (from < number) {
      holes.put(from, number - 1);
    }
    if (number < to) {
      holes.put(number + 1, to);
    }
    use(number, id);
    return Verdict.NEW;
  }

  private Verdict repeated(long number, long id) {
    int known = (int) Math.min(taken, REMEMBERED);
    for (int i = 0; i < known; i++) {
      if (usedNumbers[i] == number) {
        return usedIds[i] == id ? Verdict.REPEATED : Verdict.FORKED;
      }
    }
    return Verdict.FORGOTTEN;
  }

  private void use(long number, long id) {
    if (taken >= usedNumbers.length && usedNumbers.length < REMEMBERED) {
      int length = Math.min(2 * usedNumbers.length, REMEMBERED);
      usedNumbers = java.util.Arrays.copyOf(usedNumbers, length);
      usedIds = java.util.Arrays.copyOf(usedIds, length);
    }
    // Only a full ring is ever written over, and then its length is what is remembered.
    int at = (int) (taken % REMEMBERED);
    usedNumbers[at] = number;
    usedIds[at] = id;
    taken++;
  }

  boolean hasHoles() {
    return !holes.isEmpty();
  }

  long last() {
    return last;
  }

  long taken() {
    return taken;
  }

  /** From, to, from, to, … */
  List<Long> holes() {
    List<Long> list = new ArrayList<>(2 * holes.size());
    holes.forEach(
        (from, to) -> {
          list.add(from);
          list.add(to);
        });
    return list;
  }
}
