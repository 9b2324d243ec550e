package dev.crossfade.testsupport.history;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is to happen in every history, so that it can be corrupted. */
final class LittleStory {
  static final RecordName PLAIN = of("notes", "plain");
  static final RecordName EDITED = of("notes", "edited");
  static final RecordName TWIN = of("notes", "twin");
  static final RecordName DELETED = of("notes", "deleted");
  static final RecordName REFUSED = of("notes", "refused");
  static final RecordName POISONED = of("notes", "poisoned");
  static final RecordName ASKED = of("forms", "asked");
  static final RecordName MERGED = of("cards", "merged");
  static final RecordName SKIPPED = of("tags", "skipped");
  static final SourceName ANN = new SourceName(LittleSystem.TENANT, "ann");
  static final SourceName BOB = new SourceName(LittleSystem.TENANT, "bob");
  static final SourceName GAPS = new SourceName(LittleSystem.TENANT, "gaps");
  static final SourceName FORKED = new SourceName(LittleSystem.TENANT, "forked");

  private final LittleSystem system;

  LittleStory(LittleSystem system) {
    this.system = system;
  }

  private static RecordName of(String domain, String id) {
    return new RecordName(LittleSystem.TENANT, domain, id);
  }

  void tell() {
    system.read(PLAIN, write(ANN, PLAIN));
    write(ANN, EDITED);
    system.read(EDITED, write(ANN, EDITED));
    write(BOB, TWIN);
    write(ANN, DELETED);
    system.post(system.edit(ANN, DELETED, true, true));
    write(ANN, REFUSED);
    write(ANN, REFUSED);
    Objects.requireNonNull(system.records.get(REFUSED)).refused = true;
    system.read(REFUSED, null);
    write(ANN, POISONED);
    system.poison(POISONED);
    system.read(POISONED, write(ANN, POISONED));
    meet(ASKED);
    meet(SKIPPED);
    write(ANN, MERGED);
    String base = base(MERGED);
    patch(ANN, MERGED, base, "a");
    patch(BOB, MERGED, base, "b");
    system.number(GAPS);
    write(GAPS, PLAIN);
    Sent.Event fork = system.edit(FORKED, PLAIN, false, true);
    system.post(fork);
    system.post(
        new Sent.Event(
            fork.tenant(),
            fork.source(),
            fork.sequence(),
            fork.id() + "-again",
            fork.type(),
            fork.domain(),
            fork.recordId(),
            fork.base(),
            fork.changed(),
            fork.data(),
            Answer.UNKNOWN));
    Sent.Event twice = system.edit(ANN, EDITED, false, true);
    system.post(twice);
    system.post(twice);
    system.read(EDITED, null);
    system.draft.sent.add(system.edit(BOB, PLAIN, false, true).answered(Answer.REJECTED));
  }

  private Place write(SourceName source, RecordName name) {
    return system.post(system.edit(source, name, false, true));
  }

  private String base(RecordName name) {
    long offset = Objects.requireNonNull(system.records.get(name)).offset;
    return LittleSystem.partition(name.tenant()) + ":" + offset;
  }

  /** Bob writes without having seen what Ann wrote. */
  private void meet(RecordName name) {
    write(ANN, name);
    Place at = system.post(system.edit(BOB, name, false, false));
    system.read(name, at);
  }

  private void patch(SourceName source, RecordName name, String base, String field) {
    Map<String, String> is =
        Objects.requireNonNull(
            Objects.requireNonNull(system.records.get(name)).made.getFirst().data());
    TreeMap<String, String> data = new TreeMap<>(is);
    data.put(field, system.value());
    system.post(system.event(source, name, "updated", base, List.of(field), data));
  }
}
