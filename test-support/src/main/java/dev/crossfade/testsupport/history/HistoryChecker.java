package dev.crossfade.testsupport.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves or refutes invariants 1 to 7, 11 and 16 of a history (docs/invariants.md): it folds the
 * log up to the tables' next offsets by rules of its own, and holds what clients were told and what
 * the tables hold against it. Parked writes and held events are outcomes, no losses. Not
 * thread-safe; an instance checks one history.
 *
 * <p>Which invariant a difference breaks is a judgement where it breaks several: what is missing
 * breaks the first, what nobody sent the second, what counted twice or not at all the third, a row
 * that is not its state's the fourth, a record behind itself the fifth, a state on the wrong side
 * of the offset the sixth, commits that do not follow one another the seventh, a state that is not
 * what the log says the sixteenth.
 */
public final class HistoryChecker {
  private static final int ACCEPTED = 1;
  private static final int REJECTED = 2;
  private static final int UNKNOWN = 4;

  private final History history;
  private final Findings findings = new Findings();
  private final Map<Integer, PartitionLog> log = new HashMap<>();
  private final LongFlags sent = new LongFlags();
  private final Documents documents = new Documents();
  private final Acknowledged acknowledged = new Acknowledged();
  private final Fold fold;
  private long events;

  private HistoryChecker(History history, Set<RecordName> watched) {
    this.history = history;
    this.fold = new Fold(history.rules(), watched);
  }

  /** Checks a history. */
  public static Verdict check(History history) {
    Set<RecordName> watched = new HashSet<>();
    history.reads().forEach(read -> watched.add(read.record()));
    history.tables().parked().forEach(parked -> watched.add(parked.record()));
    return new HistoryChecker(history, watched).check();
  }

  private Verdict check() {
    gatherSent();
    foldLog();
    checkAcknowledged();
    checkOffsets();
    checkCommits();
    new StateCheck(fold, log, history.tables(), documents, findings).check();
    new RowCheck(fold, history.tables(), documents, findings).check();
    new SideCheck(fold, log, history.tables(), findings).check();
    new ReadCheck(fold, history, documents, findings).check();
    return findings.verdict(events, acknowledged.size(), fold.records().size());
  }

  private void gatherSent() {
    Prints prints = new Prints(documents);
    for (Sent one : history.sent()) {
      long print = prints.of(one);
      int how =
          switch (one.answer()) {
            case Answer.Accepted(Place at) -> {
              acknowledged.add(print, at);
              yield ACCEPTED;
            }
            case Answer.Rejected rejected -> REJECTED;
            case Answer.Unknown unknown -> UNKNOWN;
          };
      sent.set(print, how);
    }
  }

  private void foldLog() {
    LogReading reading = new LogReading(history.rules());
    for (Entry entry : history.log()) {
      events++;
      PartitionLog partition = log.computeIfAbsent(entry.partition(), p -> new PartitionLog());
      if (partition.end() != entry.offset() && partition.end() > partition.begin()) {
        String next = new Place(entry.partition(), partition.end()).toString();
        findings.add(1, "the log", "an entry at " + next, "the next is " + entry.place());
        while (partition.end() < entry.offset()) {
          partition.add(partition.end(), 0, null);
        }
      }
      Headers headers = new Headers(entry.headers());
      String data = documents.canonical(entry.value());
      long print = Prints.of(entry, headers, data);
      checkInvention(entry, print);
      long next = history.tables().next().getOrDefault(entry.partition(), 0L);
      Told told = reading.read(entry, headers, data);
      @Nullable Outcome outcome = entry.offset() < next ? fold.decide(told, entry) : null;
      partition.add(entry.offset(), print, outcome);
      if (!told.envelope()) {
        partition.addNobodys(entry.offset());
      }
    }
  }

  private void checkInvention(Entry entry, long print) {
    int how = sent.get(print);
    if (how == 0) {
      findings.add(2, "the log at " + entry.place(), "something that was sent", "what nobody sent");
    } else if (how == REJECTED) {
      findings.add(2, "the log at " + entry.place(), "no rejected event", "one that was rejected");
    }
  }

  private void checkAcknowledged() {
    if (acknowledged.allLieIn(log)) {
      return;
    }
    // Rare enough to work all fingerprints out again, for the sake of names.
    Prints prints = new Prints(documents);
    for (Sent one : history.sent()) {
      if (one.answer() instanceof Answer.Accepted(Place at)) {
        PartitionLog partition = log.get(at.partition());
        long lies = partition == null ? 0 : partition.print(at.offset());
        if (lies != prints.of(one)) {
          findings.add(
              1,
              about(one),
              "to lie at " + at + ", as acknowledged",
              lies == 0 ? "nothing there" : "something else there");
        }
      }
    }
  }

  private static String about(Sent sent) {
    return switch (sent) {
      case Sent.Event event ->
          "event %s of %s/%s number %d"
              .formatted(event.id(), event.tenant(), event.source(), event.sequence());
      case Sent.Raw raw -> "a raw entry";
    };
  }

  private void checkOffsets() {
    history
        .tables()
        .next()
        .forEach(
            (partition, next) -> {
              PartitionLog entries = log.get(partition);
              long end = entries == null ? 0 : entries.end();
              if (next > end) {
                findings.add(6, "partition " + partition, "next offset at most " + end, next);
              }
            });
    if (history.tables().settled()) {
      log.forEach(
          (partition, entries) -> {
            long next = history.tables().next().getOrDefault(partition, 0L);
            if (next < entries.end()) {
              findings.add(1, "partition " + partition, "all applied up to " + entries.end(), next);
            }
          });
    }
  }

  private void checkCommits() {
    Map<Integer, Long> reached = new HashMap<>();
    for (History.Commit commit : history.commits()) {
      Long before = reached.put(commit.partition(), commit.to());
      long expected = before == null ? commit.from() : before;
      if (commit.from() != expected || commit.to() < commit.from()) {
        findings.add(
            7,
            "a commit of " + commit.worker() + " to partition " + commit.partition(),
            "from " + expected + " on",
            "from " + commit.from() + " to " + commit.to());
      }
    }
    reached.forEach(
        (partition, to) -> {
          long next = history.tables().next().getOrDefault(partition, 0L);
          if (next != to) {
            findings.add(6, "partition " + partition, "next offset " + to + ", as committed", next);
          }
        });
  }
}
