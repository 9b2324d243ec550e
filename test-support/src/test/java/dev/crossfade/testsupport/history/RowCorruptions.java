package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.LittleStory.ASKED;
import static dev.crossfade.testsupport.history.LittleStory.DELETED;
import static dev.crossfade.testsupport.history.LittleStory.EDITED;
import static dev.crossfade.testsupport.history.LittleStory.MERGED;
import static dev.crossfade.testsupport.history.LittleStory.PLAIN;
import static dev.crossfade.testsupport.history.LittleStory.REFUSED;
import static dev.crossfade.testsupport.history.LittleStory.TWIN;

import dev.crossfade.testsupport.history.Tables.Parked;
import dev.crossfade.testsupport.history.Tables.Row;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Done to rows and parked writes. */
final class RowCorruptions {
  private RowCorruptions() {}

  static Stream<Corruption> all() {
    return Stream.of(
        new Corruption(4, "a row is gone", draft -> draft.rows.remove(TWIN)),
        new Corruption(
            2,
            "an invented row",
            draft -> {
              RecordName name = new RecordName(LittleSystem.TENANT, "notes", "invented");
              draft.rows.put(name, new Row(name, 0, "{\"a\":\"v0\"}"));
            }),
        new Corruption(
            2,
            "a row under another tenant",
            draft -> {
              RecordName name = new RecordName(LittleSystem.OTHER, "notes", "twin");
              draft.rows.put(name, new Row(name, 0, data(draft, TWIN)));
            }),
        new Corruption(
            4,
            "a row of an older version",
            draft -> {
              Row row = row(draft, EDITED);
              String older = Objects.requireNonNull(LogCorruptions.accepted(draft, EDITED).data());
              draft.rows.put(EDITED, new Row(EDITED, row.written() - 2, older));
            }),
        new Corruption(
            4,
            "a row of an older version, said to be the present one",
            draft -> {
              String older = Objects.requireNonNull(LogCorruptions.accepted(draft, EDITED).data());
              draft.rows.put(EDITED, new Row(EDITED, row(draft, EDITED).written(), older));
            }),
        new Corruption(
            4,
            "a row raised from the dead",
            draft -> draft.rows.put(DELETED, new Row(DELETED, 0, "{\"a\":\"v0\"}"))),
        new Corruption(
            4,
            "two rows swapped",
            draft -> {
              String plain = data(draft, PLAIN);
              draft.rows.put(PLAIN, new Row(PLAIN, row(draft, PLAIN).written(), data(draft, TWIN)));
              draft.rows.put(TWIN, new Row(TWIN, row(draft, TWIN).written(), plain));
            }),
        new Corruption(4, "one field of a row is wrong", draft -> field(draft, PLAIN, "\"x\"")),
        new Corruption(4, "one field of a row is missing", draft -> field(draft, MERGED, null)),
        new Corruption(
            4, "a row shows what waits for a person", draft -> field(draft, ASKED, "\"theirs\"")),
        new Corruption(1, "a parked write vanished", draft -> draft.parked.clear()),
        new Corruption(
            4,
            "an older write is parked",
            draft ->
                draft.parked.replaceAll(p -> new Parked(p.record(), p.offset() - 1, p.data()))),
        new Corruption(
            4,
            "something else is parked than was decided",
            draft -> draft.parked.replaceAll(p -> new Parked(p.record(), p.offset(), "{\"a\":1}"))),
        new Corruption(
            2,
            "a write parked that nobody sent",
            draft ->
                draft.parked.add(
                    new Parked(new RecordName(LittleSystem.TENANT, "notes", "invented"), 0, null))),
        new Corruption(
            4,
            "parked and written",
            draft -> {
              Parked write = draft.parked.getFirst();
              String data = Objects.requireNonNull(write.data());
              draft.rows.put(REFUSED, new Row(REFUSED, write.offset(), data));
            }),
        new Corruption(
            4,
            "the row behind a parked write is another's",
            draft -> field(draft, REFUSED, "\"x\"")));
  }

  private static Row row(Draft draft, RecordName name) {
    return Objects.requireNonNull(draft.rows.get(name));
  }

  private static String data(Draft draft, RecordName name) {
    return row(draft, name).data();
  }

  private static void field(
      Draft draft, RecordName name, @org.jspecify.annotations.Nullable String value) {
    Row row = row(draft, name);
    SortedMap<String, String> data = Members.of(row.data());
    String first = data.firstKey();
    if (value == null) {
      data.remove(first);
    } else {
      data.put(first, value);
    }
    draft.rows.put(name, new Row(name, row.written(), Members.join(data)));
  }
}
