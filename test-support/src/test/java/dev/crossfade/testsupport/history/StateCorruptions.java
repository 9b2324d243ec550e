package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.LittleStory.ASKED;
import static dev.crossfade.testsupport.history.LittleStory.BOB;
import static dev.crossfade.testsupport.history.LittleStory.DELETED;
import static dev.crossfade.testsupport.history.LittleStory.EDITED;
import static dev.crossfade.testsupport.history.LittleStory.FORKED;
import static dev.crossfade.testsupport.history.LittleStory.GAPS;
import static dev.crossfade.testsupport.history.LittleStory.MERGED;
import static dev.crossfade.testsupport.history.LittleStory.PLAIN;
import static dev.crossfade.testsupport.history.LittleStory.POISONED;
import static dev.crossfade.testsupport.history.LittleStory.SKIPPED;
import static dev.crossfade.testsupport.history.LittleStory.TWIN;

import dev.crossfade.testsupport.history.Tables.Content;
import dev.crossfade.testsupport.history.Tables.Source;
import dev.crossfade.testsupport.history.Tables.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Done to states, numbers, and what is beside the records. */
final class StateCorruptions {
  private StateCorruptions() {}

  static Stream<Corruption> all() {
    return Stream.of(states(), sources(), beside()).flatMap(all -> all);
  }

  private static Stream<Corruption> states() {
    return Stream.of(
        new Corruption(1, "a state is gone", draft -> draft.states.remove(TWIN)),
        new Corruption(1, "a tombstone is gone", draft -> draft.states.remove(DELETED)),
        new Corruption(
            2,
            "a state that nobody sent",
            draft -> {
              RecordName name = new RecordName(LittleSystem.TENANT, "notes", "invented");
              State like = Objects.requireNonNull(draft.states.get(TWIN));
              draft.states.put(name, at(like, name, 0));
            }),
        new Corruption(
            2,
            "a state under another tenant",
            draft -> {
              RecordName name = new RecordName(LittleSystem.OTHER, "notes", "twin");
              draft.states.put(name, at(Objects.requireNonNull(draft.states.get(TWIN)), name, 0));
            }),
        new Corruption(3, "an event applied twice", draft -> revised(draft, EDITED, 1)),
        new Corruption(3, "a new event taken for a duplicate", draft -> revised(draft, EDITED, -1)),
        new Corruption(
            6,
            "a state of a later transaction than the offset",
            draft -> changed(draft, TWIN, s -> at(s, TWIN, 10_000))),
        new Corruption(
            6,
            "a state of an earlier transaction than the offset",
            draft -> changed(draft, TWIN, s -> at(s, TWIN, -1))),
        new Corruption(
            16,
            "the states of two folds differ",
            draft -> changed(draft, PLAIN, s -> content(s, "{\"a\":\"other\"}"))),
        new Corruption(
            16, "deleted in one fold only", draft -> changed(draft, PLAIN, s -> none(s))),
        new Corruption(
            16,
            "raised in one fold only",
            draft -> changed(draft, DELETED, s -> content(s, "{\"a\":\"v0\"}"))),
        new Corruption(
            16,
            "the existing side overwritten, where a person is to decide",
            draft -> changed(draft, ASKED, s -> content(s, incoming(draft, ASKED)))),
        new Corruption(
            16,
            "the existing side overwritten, where it is to stay",
            draft -> changed(draft, SKIPPED, s -> content(s, incoming(draft, SKIPPED)))),
        new Corruption(
            16,
            "a field that was merged is lost",
            draft -> changed(draft, MERGED, s -> content(s, incoming(draft, MERGED)))),
        new Corruption(
            16, "made by another source", draft -> changed(draft, TWIN, s -> by(s, "ann"))),
        new Corruption(
            5,
            "a record behind what it reflects",
            draft -> changed(draft, TWIN, s -> reflecting(s, BOB.source(), 99))),
        new Corruption(
            5,
            "a record that reflects less than it shows",
            draft -> changed(draft, TWIN, s -> reflecting(s, BOB.source(), 0))),
        new Corruption(
            5,
            "events behind an unreadable one go on",
            draft -> changed(draft, POISONED, s -> held(s, null))),
        new Corruption(
            5, "a record waits for nothing", draft -> changed(draft, TWIN, s -> held(s, 0L))));
  }

  private static Stream<Corruption> sources() {
    return Stream.of(
        new Corruption(
            3,
            "a hole closed though its number never came",
            draft -> source(draft, GAPS, s -> new Source(GAPS, s.last(), s.taken(), List.of()))),
        new Corruption(
            3,
            "a hole that is none",
            draft ->
                source(draft, BOB, s -> new Source(BOB, s.last(), s.taken(), List.of(1L, 1L)))),
        new Corruption(
            3,
            "a number used that never came",
            draft ->
                source(draft, BOB, s -> new Source(BOB, s.last() + 1, s.taken() + 1, s.holes()))),
        new Corruption(
            3,
            "a duplicate counted",
            draft -> source(draft, BOB, s -> new Source(BOB, s.last(), s.taken() + 1, s.holes()))),
        new Corruption(3, "a source forgotten", draft -> draft.sources.remove(FORKED)),
        new Corruption(
            3,
            "a source that never wrote",
            draft -> {
              SourceName name = new SourceName(LittleSystem.TENANT, "nobody");
              draft.sources.put(name, new Source(name, 1, 1, List.of()));
            }));
  }

  private static Stream<Corruption> beside() {
    return Stream.of(
        new Corruption(1, "a fork dropped", draft -> draft.held.remove(fork(draft))),
        new Corruption(
            1,
            "a held event vanished",
            draft -> draft.held.remove(draft.held.size() - 1 - (last(draft) ? 1 : 0))),
        new Corruption(
            3, "an event that was applied is held", draft -> draft.held.add(applied(draft))),
        new Corruption(
            6, "an event held that is not there yet", draft -> draft.held.add(new Place(0, 9_999))),
        new Corruption(1, "a waiting conflict vanished", draft -> drop(draft, ASKED)),
        new Corruption(1, "a side that was to be kept vanished", draft -> drop(draft, SKIPPED)),
        new Corruption(
            16,
            "a conflict waits that is none",
            draft -> draft.conflicts.add(new Tables.Conflict(TWIN, "ann", 0, true))),
        new Corruption(
            16,
            "another event waits than the last",
            draft -> {
              drop(draft, ASKED);
              draft.conflicts.add(new Tables.Conflict(ASKED, "bob", 0, true));
            }),
        new Corruption(
            1, "a decision is missing in the journal", draft -> draft.decisions.remove(5)),
        new Corruption(
            3,
            "a decision twice in the journal",
            draft -> draft.decisions.add(draft.decisions.get(5))),
        new Corruption(
            3,
            "a duplicate taken for new",
            draft ->
                draft.decisions.replaceAll(
                    d -> d.outcome().equals("duplicate") ? outcome(d, "applied") : d)),
        new Corruption(
            3,
            "new taken for a duplicate",
            draft ->
                draft.decisions.replaceAll(
                    d -> d.place().equals(applied(draft)) ? outcome(d, "duplicate") : d)),
        new Corruption(
            16,
            "a conflict decided that is to wait",
            draft ->
                draft.decisions.replaceAll(
                    d ->
                        Boolean.TRUE.equals(d.waiting())
                            ? new Tables.Decision(d.place(), "conflict", false)
                            : d)),
        new Corruption(
            6,
            "a decision of what is not there yet",
            draft ->
                draft.decisions.add(new Tables.Decision(new Place(0, 9_999), "applied", null))));
  }

  private static boolean last(Draft draft) {
    return draft.held.isEmpty();
  }

  private static Place applied(Draft draft) {
    return Objects.requireNonNull(Objects.requireNonNull(draft.states.get(TWIN)).position());
  }

  private static Place fork(Draft draft) {
    return draft.log.stream()
        .filter(
            entry ->
                entry.headers().stream()
                    .anyMatch(
                        h -> h.name().equals("ce_id") && h.value() != null && again(h.value())))
        .findFirst()
        .orElseThrow()
        .place();
  }

  private static boolean again(byte[] id) {
    return new String(id, java.nio.charset.StandardCharsets.UTF_8).endsWith("-again");
  }

  private static void drop(Draft draft, RecordName name) {
    draft.conflicts.removeIf(conflict -> conflict.record().equals(name));
  }

  /** What Bob said of it last. */
  private static String incoming(Draft draft, RecordName name) {
    String said = "";
    for (Sent sent : draft.sent) {
      if (sent instanceof Sent.Event e
          && e.source().equals(BOB.source())
          && name.id().equals(e.recordId())) {
        said = Objects.requireNonNull(e.data());
      }
    }
    return said;
  }

  private static Tables.Decision outcome(Tables.Decision d, String outcome) {
    return new Tables.Decision(d.place(), outcome, null);
  }

  private static void changed(Draft draft, RecordName name, UnaryOperator<State> change) {
    draft.states.computeIfPresent(name, (n, state) -> change.apply(state));
  }

  private static void source(Draft draft, SourceName name, UnaryOperator<Source> change) {
    draft.sources.computeIfPresent(name, (n, source) -> change.apply(source));
  }

  private static void revised(Draft draft, RecordName name, long by) {
    changed(
        draft,
        name,
        s ->
            new State(
                name,
                s.position(),
                s.content(),
                s.source(),
                s.revision() + by,
                s.reflects(),
                s.heldSince()));
  }

  private static State at(State s, RecordName name, long by) {
    Place is = Objects.requireNonNull(s.position());
    return new State(
        name,
        new Place(is.partition(), is.offset() + by),
        s.content(),
        s.source(),
        s.revision(),
        s.reflects(),
        s.heldSince());
  }

  private static State content(State s, String json) {
    return with(s, new Content.Document(json), s.source());
  }

  private static State none(State s) {
    return with(s, Content.NONE, s.source());
  }

  private static State by(State s, String source) {
    return with(s, s.content(), source);
  }

  private static State with(
      State s, Content content, @org.jspecify.annotations.Nullable String source) {
    return new State(
        s.record(), s.position(), content, source, s.revision(), s.reflects(), s.heldSince());
  }

  private static State reflecting(State s, String source, long number) {
    Map<String, Long> reflects = new HashMap<>(s.reflects());
    reflects.put(source, number);
    if (number == 0) {
      reflects.remove(source);
    }
    return new State(
        s.record(), s.position(), s.content(), s.source(), s.revision(), reflects, s.heldSince());
  }

  private static State held(State s, @org.jspecify.annotations.Nullable Long since) {
    return new State(
        s.record(), s.position(), s.content(), s.source(), s.revision(), s.reflects(), since);
  }
}
