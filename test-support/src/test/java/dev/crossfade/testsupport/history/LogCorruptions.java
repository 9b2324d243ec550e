package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.LittleStory.ANN;
import static dev.crossfade.testsupport.history.LittleStory.EDITED;
import static dev.crossfade.testsupport.history.LittleStory.PLAIN;
import static dev.crossfade.testsupport.history.LittleStory.TWIN;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Done to what was sent and answered, the log, the offsets and the commits. */
final class LogCorruptions {
  private LogCorruptions() {}

  static Stream<Corruption> all() {
    return Stream.of(
        new Corruption(1, "an acknowledged event is gone from the log", LogCorruptions::lose),
        new Corruption(1, "the log ends before what was acknowledged", LogCorruptions::truncate),
        new Corruption(
            1,
            "acknowledged at a position where something else lies",
            draft -> {
              Sent.Event event = event(draft);
              Place elsewhere = ((Answer.Accepted) accepted(draft, PLAIN).answer()).at();
              draft.sent.add(event.answered(new Answer.Accepted(elsewhere)));
            }),
        new Corruption(
            1,
            "acknowledged beyond the end of the log",
            draft ->
                draft.sent.add(event(draft).answered(new Answer.Accepted(new Place(0, 9_999))))),
        new Corruption(1, "other data in the log than was acknowledged", LogCorruptions::alter),
        new Corruption(2, "other data in the log than was sent", LogCorruptions::alter),
        new Corruption(
            2,
            "an invented event in the log",
            draft -> draft.sent.removeIf(sent -> isOf(sent, "ann") && last(draft, sent))),
        new Corruption(
            2,
            "a rejected event in the log",
            draft -> {
              Sent.Event event = accepted(draft, TWIN);
              draft.sent.replaceAll(
                  sent -> same(sent, event) ? event.answered(Answer.REJECTED) : sent);
            }),
        new Corruption(
            2,
            "an event in the log under another tenant",
            draft -> {
              Sent.Event e = accepted(draft, TWIN);
              draft.sent.replaceAll(sent -> same(sent, e) ? ofTenant(e, "school-9") : sent);
            }),
        new Corruption(
            2,
            "an event in the log under another number",
            draft -> {
              Sent.Event e = accepted(draft, TWIN);
              draft.sent.replaceAll(sent -> same(sent, e) ? numbered(e, 4_711) : sent);
            }),
        new Corruption(1, "settled, but the offset is behind the log", draft -> move(draft, -1)),
        new Corruption(6, "the offset ahead of the log", draft -> move(draft, 3)),
        new Corruption(
            6, "the offset behind the states", draft -> move(draft, -draft.log.size() / 2)),
        new Corruption(
            6,
            "the offset ahead of the states",
            draft -> draft.states.put(EDITED, Objects.requireNonNull(earlier(draft)))),
        new Corruption(
            7,
            "a worker that lost its partition committed a batch again",
            draft -> {
              History.Commit last = draft.commits.getLast();
              draft.commits.add(
                  new History.Commit(last.partition(), last.from(), last.to(), "zombie"));
            }),
        new Corruption(7, "a commit that begins behind the last one", LogCorruptions::skipCommit),
        new Corruption(
            6,
            "the offset is not the last that was committed",
            draft -> draft.commits.removeLast()));
  }

  private static void skipCommit(Draft draft) {
    int partition = LittleSystem.partition(LittleSystem.TENANT);
    List<History.Commit> of =
        draft.commits.stream().filter(commit -> commit.partition() == partition).toList();
    draft.commits.remove(of.get(3));
  }

  private static void lose(Draft draft) {
    Place at = ((Answer.Accepted) accepted(draft, TWIN).answer()).at();
    draft.log.removeIf(entry -> entry.place().equals(at));
  }

  private static void truncate(Draft draft) {
    Place at = ((Answer.Accepted) accepted(draft, EDITED).answer()).at();
    draft.log.removeIf(e -> e.partition() == at.partition() && e.offset() >= at.offset());
  }

  private static void alter(Draft draft) {
    Place at = ((Answer.Accepted) accepted(draft, TWIN).answer()).at();
    draft.log.replaceAll(
        e ->
            e.place().equals(at)
                ? new Entry(
                    e.partition(),
                    e.offset(),
                    e.appended(),
                    e.key(),
                    e.headers(),
                    LittleSystem.bytes("{\"a\":\"other\"}"))
                : e);
  }

  private static Tables.State earlier(Draft draft) {
    Tables.State state = Objects.requireNonNull(draft.states.get(EDITED));
    Place first = Objects.requireNonNull(state.position());
    return new Tables.State(
        EDITED,
        new Place(first.partition(), first.offset() - 1),
        state.content(),
        state.source(),
        state.revision() - 1,
        state.reflects(),
        null);
  }

  private static void move(Draft draft, long by) {
    int partition = LittleSystem.partition(LittleSystem.TENANT);
    draft.next.merge(partition, by, Long::sum);
  }

  /** An event that is in the log, with its acknowledgement. */
  static Sent.Event accepted(Draft draft, RecordName name) {
    List<Sent.Event> found = new ArrayList<>();
    for (Entry entry : draft.log) {
      for (Sent sent : draft.sent) {
        if (sent instanceof Sent.Event event
            && name.id().equals(event.recordId())
            && print(entry) == new Prints(new Documents()).of(sent)) {
          found.add(event.answered(new Answer.Accepted(entry.place())));
        }
      }
    }
    Sent.Event event = found.getFirst();
    draft.sent.add(event);
    return event;
  }

  private static long print(Entry entry) {
    String data = new Documents().canonical(entry.value());
    return Prints.of(entry, new Headers(entry.headers()), data);
  }

  private static Sent.Event event(Draft draft) {
    return accepted(draft, EDITED);
  }

  private static boolean isOf(Sent sent, String source) {
    return sent instanceof Sent.Event event && event.source().equals(source);
  }

  /** Whether it is the last of Ann's events. */
  private static boolean last(Draft draft, Sent sent) {
    long most =
        draft.sent.stream()
            .filter(each -> isOf(each, ANN.source()))
            .mapToLong(each -> ((Sent.Event) each).sequence())
            .max()
            .orElseThrow();
    return ((Sent.Event) sent).sequence() == most;
  }

  private static boolean same(Sent sent, Sent.Event event) {
    return sent instanceof Sent.Event other && other.id().equals(event.id());
  }

  private static Sent.Event ofTenant(Sent.Event e, String tenant) {
    return new Sent.Event(
        tenant,
        e.source(),
        e.sequence(),
        e.id(),
        e.type(),
        e.domain(),
        e.recordId(),
        e.base(),
        e.changed(),
        e.data(),
        e.answer());
  }

  private static Sent.Event numbered(Sent.Event e, long sequence) {
    return new Sent.Event(
        e.tenant(),
        e.source(),
        sequence,
        e.id(),
        e.type(),
        e.domain(),
        e.recordId(),
        e.base(),
        e.changed(),
        e.data(),
        e.answer());
  }
}
