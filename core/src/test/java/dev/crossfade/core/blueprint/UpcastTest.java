package dev.crossfade.core.blueprint;

import static dev.crossfade.core.event.EventFixtures.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class UpcastTest {
  private static final String FIRST =
      """
      {"id": "b1", "title": "Momo", "author": "Ende", "added_at": "2020-01-01", "state": "out",
       "legacy": "x", "size": {"page_count": 300}, "note": "brought"}
      """;

  private static Domain books(Blueprint blueprint) {
    return blueprint.domain("books").orElseThrow();
  }

  private static Document json(String text) {
    return document(text.replace('\'', '"'));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("camelCase: only an underscore between two words goes")
  @CsvSource({
    "added_at, addedAt",
    "a_b_c, aBC",
    "line_2, line2",
    "a_1_b, a1B",
    "userID_x, userIDX",
    "_id, _id",
    "__v, __v",
    "a__b, a__b",
    "a_, a_",
    "_, _",
    "ADDED_AT, ADDED_AT",
    "a_B, a_B",
    "addedAt, addedAt",
    "ä_b, ä_b",
    "a_ä, a_ä",
    "__proto__, __proto__"
  })
  void camelCase(String name, String made) {
    assertThat(CamelCase.of(name)).isEqualTo(made);
    assertThat(CamelCase.of(made)).isEqualTo(made);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @DisplayName("each step, where it applies and where it must leave things alone")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'camelCase': true}           | {'a_b': {'c_d': [{'e_f': 1}]}} | {'aB': {'cD': [{'eF': 1}]}}
          {'camelCase': true}           | {'a_b': 1, 'aB': 2}         | {'a_b': 1, 'aB': 2}
          {'camelCase': true}           | {'a_b_c': 1, 'a_bC': 2}     | {'a_b_c': 1, 'a_bC': 2}
          {'rename': {'/a': '/b'}}      | {'a': 1}                    | {'b': 1}
          {'rename': {'/a': '/b'}}      | {'a': null}                 | {'b': null}
          {'rename': {'/a': '/b'}}      | {'a': 1, 'b': 2}            | {'a': 1, 'b': 2}
          {'rename': {'/a': '/b'}}      | {'a': 1, 'b': null}         | {'a': 1, 'b': null}
          {'rename': {'/a': '/b'}}      | {'c': 1}                    | {'c': 1}
          {'rename': {'/a': '/b/c'}}    | {'a': 1}                    | {'b': {'c': 1}}
          {'rename': {'/a': '/b/c'}}    | {'a': 1, 'b': {'d': 2}}     | {'b': {'d': 2, 'c': 1}}
          {'rename': {'/a': '/b/c'}}    | {'a': 1, 'b': 'text'}       | {'a': 1, 'b': 'text'}
          {'rename': {'/a': '/b/c'}}    | {'a': 1, 'b': null}         | {'a': 1, 'b': null}
          {'rename': {'/a': '/a/c'}}    | {'a': 1}                    | {'a': {'c': 1}}
          {'rename': {'/a/b': '/c'}}    | {'a': [1]}                  | {'a': [1]}
          {'wrap': {'/a': '/b'}}        | {'a': 1}                    | {'b': [1]}
          {'wrap': {'/a': '/b'}}        | {'a': null}                 | {'b': []}
          {'wrap': {'/a': '/b'}}        | {}                          | {}
          {'wrap': {'/a': '/b'}}        | {'a': 1, 'b': 2}            | {'a': 1, 'b': 2}
          {'wrap': {'/a': '/a'}}        | {'a': [1]}                  | {'a': [[1]]}
          {'map': {'/a': {'x': 'y'}}}   | {'a': 'x'}                  | {'a': 'y'}
          {'map': {'/a': {'x': 'y'}}}   | {'a': 'z'}                  | {'a': 'z'}
          {'map': {'/a': {'x': 'y'}}}   | {'a': {'x': 1}}             | {'a': {'x': 1}}
          {'map': {'/a': {'0': false}}} | {'a': 0.0}                  | {'a': false}
          {'map': {'/a': {'true': 1}}}  | {'a': true}                 | {'a': 1}
          {'map': {'/a': {'null': 1}}}  | {'a': null}                 | {'a': null}
          {'add': {'/a': [1]}}          | {}                          | {'a': [1]}
          {'add': {'/a': 1}}            | {'a': null}                 | {'a': null}
          {'add': {'/a/b': 1}}          | {'a': 'text'}               | {'a': 'text'}
          {'remove': ['/a/b']}          | {'a': {'b': 1}}             | {'a': {}}
          {'remove': ['/a/b']}          | {'a': 'text'}               | {'a': 'text'}
          """)
  void steps(String step, String before, String after) {
    // given
    ObjectNode document = json(before).tree();

    // when
    step(step).forEach(one -> one.apply(document));

    // then
    assertThat(Document.of(document)).isEqualTo(json(after));
  }

  private static List<UpcastStep> step(String text) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.putArray("steps").add(json(text).tree());
    ProblemList problems = new ProblemList();
    SchemaFields anything =
        new SchemaFields(problems, "any.json", "", JsonNodeFactory.instance.booleanNode(true));
    List<UpcastStep> steps =
        new UpcastStepReader(new Section(problems, "f", "", entry), anything)
            .read(entry.path("steps"));
    assertThat(problems.isEmpty()).isTrue();
    return steps;
  }

  @Test
  @DisplayName(
      "a record goes through all steps from its version on; each result keeps to its schema")
  void throughVersions() {
    // given
    Document first = document(FIRST);

    // when
    Document second = books(VersionedBooks.V2).upcast(1, first);
    Document third = books(VersionedBooks.V3).upcast(1, first);

    // then
    assertThat(second)
        .isEqualTo(
            json(
                "{'id':'b1','title':'Momo','authors':['Ende'],'addedAt':'2020-01-01','state':'out',"
                    + "'size':{'pageCount':300},'note':'brought','shelf':'new'}"));
    assertThat(third)
        .isEqualTo(
            json(
                "{'id':'b1','names':{'main':'Momo'},'authors':['Ende'],'addedAt':'2020-01-01',"
                    + "'state':'lent','size':{'pageCount':300},'note':'brought','shelf':'new'}"))
        .isEqualTo(books(VersionedBooks.V3).upcast(2, second));
    assertThat(books(VersionedBooks.V3).upcast(3, third)).isSameAs(third);
    assertThat(books(VersionedBooks.V3).validate(1, first.tree())).isEmpty();
    assertThat(books(VersionedBooks.V3).validate(2, second.tree())).isEmpty();
    assertThat(books(VersionedBooks.V3).validate(3, third.tree())).isEmpty();
    assertThat(books(VersionedBooks.V3).validate(first.tree())).isNotEmpty();
    assertThat(first.tree()).isEqualTo(document(FIRST).tree());
  }

  @Test
  @DisplayName("an older version changes only what it knows; what it left out is gone")
  void overlay() {
    // given
    Document record =
        json(
            "{'id':'b1','names':{'main':'Momo','sub':'A story'},'authors':['Ende'],'state':'here',"
                + "'size':{'pageCount':1,'heightMm':2},'shelf':'kept','rating':5,'note':'old',"
                + "'other':'o'}");
    Document sent = json("{'id':'b1','title':'Momo 2','note':'new','size':{}}");

    // when
    Document result = books(VersionedBooks.V3).overlay(1, sent, record);

    // then
    assertThat(result)
        .isEqualTo(
            json(
                "{'id':'b1','names':{'main':'Momo 2','sub':'A story'},'size':{'heightMm':2},"
                    + "'shelf':'kept','rating':5,'note':'new','other':'o'}"));
  }

  @ParameterizedTest(name = "{0} onto {1}")
  @DisplayName("overlay: objects that are gone, null or something else")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                 | {'size': {'pageCount': 1, 'heightMm': 2}} | {'size': {'heightMm': 2}}
          {}                 | {'size': {'pageCount': 1}}                | {}
          {'size': null}     | {'size': {'heightMm': 2}}                 | {'size': {'heightMm': 2}}
          {'size': null}     | {'size': {'pageCount': 2}}                | {'size': null}
          {'size': 'big'}    | {'size': {'heightMm': 2}}                 | {'size': 'big'}
          {'size': {'a': 1}} | {'size': 'big'}                           | {'size': {'a': 1}}
          {'n': {'a': 1}}    | {'n': {'a': 2, 'b': 3}}                   | {'n': {'a': 1, 'b': 3}}
          {}                 | {'size': 'big'}                           | {'size': 'big'}
          {'legacy': 'x'}    | {}                                        | {}
          {}                 | {'legacy': 'not the old one'}             | {'legacy': 'not the old one'}
          {'author': null}   | {'authors': ['x']}                        | {'authors': []}
          {}                 | {}                                        | {}
          """)
  void overlayObjects(String sent, String record, String result) {
    assertThat(books(VersionedBooks.V2).overlay(1, json(sent), json(record)))
        .isEqualTo(json(result));
  }

  @Test
  @DisplayName("a version that no entry names has the shape of the next one that does")
  void unnamedVersions() {
    Domain books = books(VersionedBooks.V3);

    assertThat(books.knowsLess(1, 2)).isTrue();
    assertThat(books.knowsLess(2, 3)).isTrue();
    assertThat(books.knowsLess(3, 4)).isFalse();
    assertThat(books.knowsLess(2, 2)).isFalse();
    assertThat(books(VersionedBooks.V1).knowsLess(1, 3)).isFalse();
    assertThat(books.keepsDocument()).isTrue();
    assertThat(books(VersionedBooks.V1).keepsDocument()).isFalse();
  }

  @Test
  @DisplayName("a pointer into the present form leads back to the field as it was sent")
  void sentPointers() {
    Domain books = books(VersionedBooks.V3);

    assertThat(books.sentPointer(1, "/authors/0")).isEqualTo("/author");
    assertThat(books.sentPointer(1, "/size/pageCount")).isEqualTo("/size/page_count");
    assertThat(books.sentPointer(2, "/names/main")).isEqualTo("/title");
    assertThat(books.sentPointer(2, "/authors/0")).isEqualTo("/authors/0");
    assertThat(books.sentPointer(1, "/rating")).isEmpty();
    assertThat(books.sentPointer(3, "/rating")).isEqualTo("/rating");
  }

  @Property
  @Label("the steps throw for no document, and lose no value but those they are told to drop")
  void total(@ForAll("anything") JsonNode data) {
    // given
    ObjectNode tree = (ObjectNode) data;
    Document sent = Document.of(tree);

    // when
    Document up = books(VersionedBooks.V3).upcast(1, sent);
    Document laid = books(VersionedBooks.V3).overlay(1, sent, up);

    // then
    Map<String, Integer> before = leaves(tree);
    Map<String, Integer> after = leaves(up.tree());
    before.forEach(
        (value, times) -> assertThat(after.getOrDefault(value, 0)).isGreaterThanOrEqualTo(times));
    assertThat(laid).isEqualTo(up);
    // The order of the members plays no part.
    assertThat(books(VersionedBooks.V3).upcast(1, Document.of(reversed(tree)))).isEqualTo(up);
  }

  /** How often each number stands there; steps neither drop nor translate these here. */
  private static Map<String, Integer> leaves(JsonNode node) {
    Map<String, Integer> found = new TreeMap<>();
    if (node.isNumber()) {
      found.merge(node.toString(), 1, Integer::sum);
    }
    for (JsonNode inner : node) {
      leaves(inner).forEach((value, times) -> found.merge(value, times, Integer::sum));
    }
    return found;
  }

  private static ObjectNode reversed(ObjectNode object) {
    ObjectNode made = Json.MAPPER.createObjectNode();
    for (var member : new ArrayList<>(object.properties()).reversed()) {
      JsonNode value = member.getValue();
      made.set(member.getKey(), value instanceof ObjectNode inner ? reversed(inner) : value);
    }
    return made;
  }

  @Provide
  Arbitrary<JsonNode> anything() {
    return objects(2);
  }

  private static Arbitrary<JsonNode> objects(int depth) {
    Arbitrary<String> names =
        Arbitraries.of(
            "title",
            "names",
            "main",
            "author",
            "authors",
            "added_at",
            "addedAt",
            "state",
            "size",
            "page_count",
            "pageCount",
            "shelf",
            "a_b",
            "aB",
            "a__b",
            "other");
    return Arbitraries.maps(names, values(depth))
        .ofMaxSize(8)
        .map(
            members -> {
              ObjectNode made = Json.MAPPER.createObjectNode();
              members.forEach(made::set);
              return made;
            });
  }

  private static Arbitrary<JsonNode> values(int depth) {
    Arbitrary<JsonNode> plain =
        Arbitraries.oneOf(
            Arbitraries.integers()
                .between(0, 1_000)
                .map(i -> (JsonNode) JsonNodeFactory.instance.numberNode(i)),
            Arbitraries.of("in", "out", "")
                .map(t -> (JsonNode) JsonNodeFactory.instance.stringNode(t)),
            Arbitraries.just((JsonNode) JsonNodeFactory.instance.nullNode()));
    return depth == 0 ? plain : Arbitraries.oneOf(plain, plain, objects(depth - 1));
  }
}
