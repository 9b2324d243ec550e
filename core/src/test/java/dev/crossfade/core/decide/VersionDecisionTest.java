package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.document;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.VersionedBooks;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event makes of its record, by the versions and blueprints of both. */
class VersionDecisionTest {
  private static final Map<String, Blueprint> BLUEPRINTS =
      Map.of(
          "V1", VersionedBooks.V1,
          "V2", VersionedBooks.V2,
          "V3", VersionedBooks.V3,
          "V3'", VersionedBooks.V3_AGAIN);
  private static final Map<String, String> DOCUMENTS =
      Map.ofEntries(
          // What a record of each version was.
          Map.entry("P1", "{'id':'b','title':'old','legacy':'L','note':'x'}"),
          Map.entry("P2", "{'id':'b','title':'old','authors':['O'],'shelf':'kept','note':'x'}"),
          Map.entry(
              "P3",
              "{'id':'b','names':{'main':'old','sub':'S'},'authors':['O'],'shelf':'kept',"
                  + "'rating':5,'note':'x'}"),
          // What an event of each version says.
          Map.entry("e1", "{'id':'b','title':'new','author':'N'}"),
          Map.entry("e2", "{'id':'b','title':'new','shelf':'s'}"),
          Map.entry("e3", "{'id':'b','names':{'main':'new','sub':'n'},'shelf':'s'}"),
          // That in the form of a later version.
          Map.entry("e1 as 2", "{'id':'b','title':'new','authors':['N'],'shelf':'new'}"),
          Map.entry("e1 as 3", "{'id':'b','names':{'main':'new'},'authors':['N'],'shelf':'new'}"),
          Map.entry("e2 as 3", "{'id':'b','names':{'main':'new'},'shelf':'s'}"),
          // That over the record.
          Map.entry(
              "e1 over P2", "{'id':'b','title':'new','authors':['N'],'shelf':'kept','note':'x'}"),
          Map.entry(
              "e1 over P2 as 3",
              "{'id':'b','names':{'main':'new'},'authors':['N'],'shelf':'kept','note':'x'}"),
          Map.entry(
              "e1 over P3",
              "{'id':'b','names':{'main':'new','sub':'S'},'authors':['N'],'shelf':'kept',"
                  + "'rating':5,'note':'x'}"),
          Map.entry(
              "e2 over P3",
              "{'id':'b','names':{'main':'new','sub':'S'},'shelf':'s','rating':5,'note':'x'}"));
  private static final RecordKey BOOK = new RecordKey(TENANT, "books", "b");

  private final MemoryStates states = new MemoryStates();
  private final Decider decider = new Decider(states, VersionedBooks::blueprint);
  private long sequence;

  private static Blueprint blueprint(String name) {
    return BLUEPRINTS.getOrDefault(name, VersionedBooks.V1);
  }

  private Outcome decide(Blueprint under, int version, Kind kind, RecordKey key, String json) {
    sequence++;
    RecordChange change =
        new RecordChange(
            envelope("e" + sequence, "s", sequence),
            key,
            kind,
            Basis.UNKNOWN,
            new SchemaReference(under.digest(), version),
            document(json.replace('\'', '"')));
    LogRecord log =
        new LogRecord(
            position(TENANT, sequence), EventFixtures.APPENDED, new Message(null, List.of(), null));
    return decider.decide(new Decoded.Event(log, change));
  }

  @ParameterizedTest(name = "{0} under {1}, then {3} under {2} → {4} under {5}")
  @DisplayName("I4: the record is …, the event is …, so it becomes …")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          absent |     | V1  | e1 | e1              | V1
          absent |     | V2  | e1 | e1 as 2         | V2
          absent |     | V2  | e2 | e2              | V2
          absent |     | V3  | e1 | e1 as 3         | V3
          absent |     | V3  | e2 | e2 as 3         | V3
          absent |     | V3  | e3 | e3              | V3
          dead   | V1  | V1  | e1 | e1              | V1
          dead   | V1  | V2  | e1 | e1 as 2         | V2
          dead   | V1  | V3  | e3 | e3              | V3
          dead   | V2  | V1  | e1 | e1 as 2         | V2
          dead   | V2  | V2  | e1 | e1 as 2         | V2
          dead   | V2  | V2  | e2 | e2              | V2
          dead   | V2  | V3  | e1 | e1 as 3         | V3
          dead   | V2  | V3  | e2 | e2 as 3         | V3
          dead   | V2  | V3  | e3 | e3              | V3
          dead   | V3  | V1  | e1 | e1 as 3         | V3
          dead   | V3  | V2  | e1 | e1 as 3         | V3
          dead   | V3  | V2  | e2 | e2 as 3         | V3
          dead   | V3  | V3  | e1 | e1 as 3         | V3
          P1     | V1  | V1  | e1 | e1              | V1
          P1     | V1  | V2  | e1 | e1 as 2         | V2
          P1     | V1  | V2  | e2 | e2              | V2
          P1     | V1  | V3  | e1 | e1 as 3         | V3
          P1     | V1  | V3  | e2 | e2 as 3         | V3
          P1     | V1  | V3  | e3 | e3              | V3
          P2     | V2  | V1  | e1 | e1 over P2      | V2
          P2     | V2  | V2  | e1 | e1 over P2      | V2
          P2     | V2  | V2  | e2 | e2              | V2
          P2     | V2  | V3  | e1 | e1 over P2 as 3 | V3
          P2     | V2  | V3  | e2 | e2 as 3         | V3
          P2     | V2  | V3  | e3 | e3              | V3
          P3     | V3  | V1  | e1 | e1 over P3      | V3
          P3     | V3  | V2  | e1 | e1 over P3      | V3
          P3     | V3  | V2  | e2 | e2 over P3      | V3
          P3     | V3  | V3  | e1 | e1 over P3      | V3
          P3     | V3  | V3  | e2 | e2 over P3      | V3
          P3     | V3  | V3  | e3 | e3              | V3
          P3     | V3  | V3' | e1 | e1 over P3      | V3'
          P3     | V3  | V3' | e3 | e3              | V3'
          P3     | V3' | V3  | e2 | e2 over P3      | V3
          P3     | V3' | V3  | e3 | e3              | V3
          """)
  void table(String record, String under, String sentUnder, String sent, String result, String by) {
    // given
    if (!record.equals("absent")) {
      Blueprint first = blueprint(under);
      String json = record.equals("dead") ? "{}" : DOCUMENTS.getOrDefault(record, "");
      Kind kind = record.equals("dead") ? Kind.DELETED : Kind.CREATED;
      decide(first, first.schemaVersion(), kind, BOOK, json);
    }

    // when
    Outcome outcome =
        decide(
            blueprint(sentUnder),
            sent.charAt(1) - '0',
            Kind.UPDATED,
            BOOK,
            DOCUMENTS.getOrDefault(sent, ""));

    // then
    var expected = document(DOCUMENTS.getOrDefault(result, "").replace('\'', '"'));
    Blueprint target = blueprint(by);
    SchemaReference schema = new SchemaReference(target.digest(), target.schemaVersion());
    assertThat(outcome).isEqualTo(new Outcome.Applied(expected, schema));
    RecordState state = states.record(BOOK);
    assertThat(state.digest()).isEqualTo(expected.digest());
    assertThat(state.schema()).isEqualTo(schema);
    assertThat(states.document(BOOK)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}, deleted under {1}")
  @DisplayName("a delete is a delete whatever its version, and takes no record back either")
  @CsvSource({"V1, V1, V1", "V1, V3, V3", "V3, V1, V3", "V3, V2, V3"})
  void deletes(String under, String sentUnder, String by) {
    // given
    Blueprint first = blueprint(under);
    String was = DOCUMENTS.getOrDefault("P" + first.schemaVersion(), "");
    decide(first, first.schemaVersion(), Kind.CREATED, BOOK, was);

    // when
    Outcome outcome = decide(blueprint(sentUnder), 1, Kind.DELETED, BOOK, "{}");

    // then
    Blueprint target = blueprint(by);
    SchemaReference schema = new SchemaReference(target.digest(), target.schemaVersion());
    assertThat(outcome).isEqualTo(new Outcome.Applied(null, schema));
    assertThat(states.record(BOOK).deleted()).isTrue();
    assertThat(states.record(BOOK).schema()).isEqualTo(schema);
  }

  @Test
  @DisplayName("a record of a domain that the blueprint does not have stays as it was sent")
  void unknownDomain() {
    RecordKey key = new RecordKey(TENANT, "students", "b");

    Outcome outcome = decide(VersionedBooks.V3, 1, Kind.CREATED, key, "{'a_b':1}");

    var schema = new SchemaReference(VersionedBooks.V3.digest(), 1);
    assertThat(outcome).isEqualTo(new Outcome.Applied(document("{\"a_b\":1}"), schema));
  }

  @Test
  @DisplayName("I16: without the record's document an older event is not decided at all")
  void documentNotGiven() {
    // given
    decide(VersionedBooks.V3, 3, Kind.CREATED, BOOK, DOCUMENTS.getOrDefault("P3", ""));
    states.record(BOOK, states.record(BOOK), null);
    RecordState before = states.record(BOOK);

    // when // then
    assertThatIllegalStateException()
        .isThrownBy(() -> decide(VersionedBooks.V3, 1, Kind.UPDATED, BOOK, "{'id':'b'}"))
        .withMessageContaining("invariant 16");
    assertThat(states.record(BOOK)).isEqualTo(before);
  }
}
