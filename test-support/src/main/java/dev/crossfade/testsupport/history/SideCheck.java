package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.RecordFold.Side;
import dev.crossfade.testsupport.history.Tables.Conflict;
import dev.crossfade.testsupport.history.Tables.Decision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Holds what is beside the records against the fold: held events, conflicts, the journal. */
final class SideCheck {
  private final Fold fold;
  private final Map<Integer, PartitionLog> log;
  private final Tables tables;
  private final Findings findings;

  SideCheck(Fold fold, Map<Integer, PartitionLog> log, Tables tables, Findings findings) {
    this.fold = fold;
    this.log = log;
    this.tables = tables;
    this.findings = findings;
  }

  void check() {
    checkHeld();
    checkConflicts();
    checkJournal();
  }

  private void checkHeld() {
    for (Place place : tables.held()) {
      PartitionLog partition = log.get(place.partition());
      Outcome outcome = partition == null ? null : partition.outcome(place.offset());
      if (partition == null || outcome == null) {
        findings.add(6, "held " + place, "nothing decided there", "a held event");
      } else if (outcome != Outcome.HELD) {
        int invariant = outcome == Outcome.DUPLICATE || outcome == Outcome.APPLIED ? 3 : 16;
        findings.add(invariant, "event at " + place, outcome.word(), "held");
      } else if (!partition.tell(place.offset())) {
        findings.add(3, "held " + place, "once", "twice");
      }
    }
    each(
        (place, partition, outcome) -> {
          if (outcome == Outcome.HELD && !partition.told(place.offset())) {
            findings.add(1, "event at " + place, "held, and kept", "not kept");
          }
        });
    log.values().forEach(PartitionLog::forgetTold);
  }

  private interface Each {
    void look(Place place, PartitionLog partition, Outcome outcome);
  }

  private void each(Each each) {
    log.forEach(
        (number, partition) -> {
          for (long offset = partition.begin(); offset < partition.end(); offset++) {
            Outcome outcome = partition.outcome(offset);
            if (outcome != null) {
              each.look(new Place(number, offset), partition, outcome);
            }
          }
        });
  }

  private void checkConflicts() {
    Map<RecordName, Map<String, Long>> waiting = new HashMap<>();
    Map<RecordName, Set<Side>> beside = new HashMap<>();
    for (Conflict conflict : tables.conflicts()) {
      Side side = new Side(conflict.source(), conflict.offset());
      beside.computeIfAbsent(conflict.record(), r -> new HashSet<>()).add(side);
      if (conflict.waiting()) {
        waiting
            .computeIfAbsent(conflict.record(), r -> new HashMap<>())
            .put(conflict.source(), conflict.offset());
      }
      RecordFold record = fold.records().get(conflict.record());
      if (record == null || !record.known()) {
        findings.add(2, conflict.record(), "no conflict", "one of offset " + conflict.offset());
      }
    }
    fold.records()
        .forEach(
            (name, record) -> {
              checkWaiting(name, record, waiting.getOrDefault(name, Map.of()));
              Set<Side> sides = beside.getOrDefault(name, Set.of());
              record.kept.stream()
                  .filter(side -> !sides.contains(side))
                  .forEach(side -> findings.add(1, name, "kept beside: " + side, sides));
            });
  }

  private void checkWaiting(RecordName name, RecordFold record, Map<String, Long> found) {
    Map<String, Long> expected = record.waiting();
    if (expected.equals(found)) {
      return;
    }
    boolean lost = !found.keySet().containsAll(expected.keySet());
    findings.add(lost ? 1 : 16, name, "waiting " + expected, found);
  }

  private void checkJournal() {
    Iterable<Decision> journal = tables.decisions();
    if (journal == null) {
      return;
    }
    for (Decision decision : journal) {
      Place place = decision.place();
      PartitionLog partition = log.get(place.partition());
      Outcome outcome = partition == null ? null : partition.outcome(place.offset());
      if (partition == null || outcome == null) {
        findings.add(6, "event at " + place, "not decided yet", decision.outcome());
        continue;
      }
      if (!partition.tell(place.offset())) {
        findings.add(3, "event at " + place, "one decision", "two");
      }
      Boolean waits = decision.waiting();
      boolean same =
          outcome.word().equals(decision.outcome())
              && (waits == null || waits == (outcome == Outcome.WAITING));
      if (!same) {
        boolean counts = outcome.counts() != counts(decision.outcome());
        findings.add(counts ? 3 : 16, "event at " + place, outcome, decision);
      }
    }
    each(
        (place, partition, outcome) -> {
          // The journal is told by tenants: what is nobody's may stand among the held events only.
          if (!partition.told(place.offset()) && !partition.isNobodys(place.offset())) {
            findings.add(1, "event at " + place, outcome.word() + ", in the journal", "nothing");
          }
        });
  }

  private static boolean counts(String word) {
    return !word.equals("duplicate") && !word.equals("stale") && !word.equals("held");
  }
}
