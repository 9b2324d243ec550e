package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Tables.Content;
import dev.crossfade.testsupport.history.Tables.State;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the decided states, and the sources' numbers, against the fold. */
final class StateCheck {
  private final Fold fold;
  private final Map<Integer, PartitionLog> log;
  private final Tables tables;
  private final Documents documents;
  private final Findings findings;

  StateCheck(
      Fold fold,
      Map<Integer, PartitionLog> log,
      Tables tables,
      Documents documents,
      Findings findings) {
    this.fold = fold;
    this.log = log;
    this.tables = tables;
    this.documents = documents;
    this.findings = findings;
  }

  void check() {
    for (State state : tables.states()) {
      RecordFold record = fold.records().get(state.record());
      if (record == null || !record.known()) {
        checkInvented(state);
      } else {
        record.met = true;
        checkPosition(state, record);
        check(state, record);
      }
    }
    fold.records()
        .forEach(
            (name, record) -> {
              if (record.known() && !record.met) {
                findings.add(1, name, "a state at offset " + record.offset, "none");
              }
            });
    checkSources();
  }

  private void checkInvented(State state) {
    Place position = state.position();
    long next = position == null ? 0 : tables.next().getOrDefault(position.partition(), 0L);
    int invariant = position != null && position.offset() >= next ? 6 : 2;
    findings.add(invariant, state.record(), "no state below offset " + next, state.position());
  }

  private void checkPosition(State state, RecordFold record) {
    Place position = state.position();
    Place expected = record.exists() ? new Place(record.partition, record.offset) : null;
    if (Objects.equals(position, expected)) {
      return;
    }
    long next = tables.next().getOrDefault(record.partition, 0L);
    if (position == null
        || position.offset() >= next
        || position.partition() != record.partition
        || position.offset() < record.offset) {
      findings.add(6, state.record(), "decided at " + expected + ", next " + next, position);
      return;
    }
    // It lies between: by an event that is not to move it.
    PartitionLog partition = log.get(record.partition);
    Outcome there = partition == null ? null : partition.outcome(position.offset());
    int invariant = there == Outcome.DUPLICATE ? 3 : there == Outcome.STALE ? 5 : 16;
    findings.add(
        invariant,
        state.record(),
        "decided at " + expected,
        position + ", where the event is " + (there == null ? "not of it" : there.word()));
  }

  private void check(State state, RecordFold record) {
    if (!isSame(state.content(), record.data)) {
      findings.add(
          16, state.record(), "what the log says: " + shown(record.data), shown(state.content()));
    }
    if (record.exists() && !Objects.equals(record.source, state.source())) {
      findings.add(16, state.record(), "made by " + record.source, state.source());
    }
    if (state.revision() != record.revision) {
      findings.add(3, state.record(), "revision " + record.revision, state.revision());
    }
    Map<String, Long> numbers = record.numbers();
    if (!numbers.equals(state.reflects())) {
      findings.add(5, state.record(), "reflects " + numbers, state.reflects());
    }
    Long held = record.heldSince < 0 ? null : Long.valueOf(record.heldSince);
    if (!Objects.equals(held, state.heldSince())) {
      findings.add(5, state.record(), "held since " + held, state.heldSince());
    }
  }

  /** Whether a table's content is this; null: deleted. */
  private boolean isSame(Content content, @Nullable String data) {
    return switch (content) {
      case Content.Document document -> Objects.equals(documents.canonical(document.json()), data);
      case Content.Digest digest -> data != null && Canonical.digest(data).equals(digest.hex());
      case Content.None none -> data == null;
    };
  }

  private static String shown(@Nullable String data) {
    return data == null ? "deleted" : data;
  }

  private static String shown(Content content) {
    return switch (content) {
      case Content.Document document -> document.json();
      case Content.Digest digest -> "digest " + digest.hex();
      case Content.None none -> "deleted";
    };
  }

  private void checkSources() {
    Set<SourceName> met = new HashSet<>();
    for (Tables.Source source : tables.sources()) {
      Numbers numbers = fold.sources().get(source.source());
      if (numbers == null || numbers.taken() == 0) {
        if (source.taken() > 0 || source.last() > 0) {
          findings.add(3, source.source(), "no number used", "last " + source.last());
        }
        continue;
      }
      met.add(source.source());
      if (numbers.last() != source.last() || numbers.taken() != source.taken()) {
        findings.add(
            3,
            source.source(),
            "last number " + numbers.last() + " of " + numbers.taken(),
            source.last() + " of " + source.taken());
      }
      if (!numbers.holes().equals(source.holes())) {
        findings.add(3, source.source(), "holes " + numbers.holes(), source.holes());
      }
    }
    fold.sources()
        .forEach(
            (name, numbers) -> {
              if (numbers.taken() > 0 && !met.contains(name)) {
                findings.add(3, name, "last number " + numbers.last(), "nothing of that source");
              }
            });
  }
}
