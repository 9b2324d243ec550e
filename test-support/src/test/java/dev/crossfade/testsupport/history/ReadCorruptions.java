package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.LittleStory.ASKED;
import static dev.crossfade.testsupport.history.LittleStory.EDITED;
import static dev.crossfade.testsupport.history.LittleStory.PLAIN;
import static dev.crossfade.testsupport.history.LittleStory.POISONED;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Done to what reads were answered. */
final class ReadCorruptions {
  private ReadCorruptions() {}

  static Stream<Corruption> all() {
    return Stream.of(
        new Corruption(
            11,
            "a read answered an older version than was waited for",
            draft -> {
              Place first =
                  ((Answer.Accepted) LogCorruptions.accepted(draft, EDITED).answer()).at();
              String data = Objects.requireNonNull(LogCorruptions.accepted(draft, EDITED).data());
              changed(
                  draft,
                  EDITED,
                  r -> r.waitFor() == null ? r : with(r, new Read.Found(first, null, data)));
            }),
        new Corruption(
            11,
            "a read answered that there is nothing",
            draft -> changed(draft, EDITED, r -> with(r, new Read.Absent(null, null)))),
        new Corruption(
            11,
            "a read answered not yet, though it was applied",
            draft -> {
              Place at =
                  Objects.requireNonNull(
                      Objects.requireNonNull(draft.states.get(PLAIN)).position());
              long now = draft.takenAt;
              draft.reads.add(new Read(PLAIN, at, now + 1, now + 2, new Read.NotYet()));
            }),
        new Corruption(
            11,
            "a read answered not yet, though another had shown it",
            draft -> {
              Read seen =
                  draft.reads.stream()
                      .filter(r -> r.record().equals(PLAIN))
                      .findFirst()
                      .orElseThrow();
              draft.takenAt = 0;
              draft.reads.add(
                  new Read(
                      PLAIN,
                      seen.waitFor(),
                      seen.ended() + 1,
                      seen.ended() + 2,
                      new Read.NotYet()));
            }),
        new Corruption(
            11,
            "a read does not name the conflict that waits",
            draft -> changed(draft, ASKED, ReadCorruptions::silent)),
        new Corruption(
            11,
            "a read does not name what is held",
            draft -> changed(draft, POISONED, ReadCorruptions::silent)),
        new Corruption(
            5,
            "a read went back behind an earlier one",
            draft -> {
              Place first =
                  ((Answer.Accepted) LogCorruptions.accepted(draft, EDITED).answer()).at();
              String data = Objects.requireNonNull(LogCorruptions.accepted(draft, EDITED).data());
              long now = draft.takenAt;
              draft.reads.add(
                  new Read(EDITED, null, now + 1, now + 2, new Read.Found(first, null, data)));
            }),
        new Corruption(
            4,
            "a read answered other data",
            draft ->
                changed(
                    draft,
                    EDITED,
                    r ->
                        r.result() instanceof Read.Found f
                            ? with(r, new Read.Found(f.position(), f.state(), "{\"a\":\"x\"}"))
                            : r)),
        new Corruption(
            2,
            "a read answered a version that never was",
            draft ->
                changed(
                    draft,
                    EDITED,
                    r ->
                        r.result() instanceof Read.Found f
                            ? with(
                                r,
                                new Read.Found(
                                    new Place(f.position().partition(), 0), null, f.data()))
                            : r)));
  }

  private static Read silent(Read read) {
    return read.result() instanceof Read.Found found
        ? with(read, new Read.Found(found.position(), null, found.data()))
        : read;
  }

  private static void changed(Draft draft, RecordName name, UnaryOperator<Read> change) {
    draft.reads.replaceAll(read -> read.record().equals(name) ? change.apply(read) : read);
  }

  private static Read with(Read read, Read.Result result) {
    return new Read(read.record(), read.waitFor(), read.began(), read.ended(), result);
  }
}
