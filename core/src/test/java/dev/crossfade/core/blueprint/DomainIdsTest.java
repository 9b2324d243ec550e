package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.blueprint.Forward.Unmappable;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document says its record is called, and what its arrays come to. */
class DomainIdsTest {
  private static final SourceKey LAPTOP = new SourceKey("t1", "laptop");

  @ParameterizedTest
  @DisplayName("the id in a document, by each rule; none where it holds none")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          rooms       | {"number": 5}      | 5
          rooms       | {"number": 5.0}    | 5
          rooms       | {"number": -0.0}   | 0
          rooms       | {"number": 1e3}    | 1000
          rooms       | {"number": 5.5}    | -
          rooms       | {"number": 1e400}  | -
          rooms       | {"number": 1e-2147483647} | -
          rooms       | {"number": 1e2147483647}  | -
          rooms       | {"number": "5"}    | -
          rooms       | {"number": null}   | -
          tasks       | {"id": "A"}        | A
          tasks       | {"id": 5}          | -
          tasks       | {"id": ""}         | -
          devices     | {"id": "A"}        | -
          settings    | {}                 | singleton
          visits      | {"task": "t", "number": 7.0} | ["t","7"]
          visits      | {"task": "ABCDEFAB-2222-4333-8444-ABCDEFABCDEF", "number": 7} | ["abcdefab-2222-4333-8444-abcdefabcdef","7"]
          visits      | {"task": "t"}      | -
          visits      | {"task": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "number": 7} | -
          """)
  void idOf(String domain, String json, String id) {
    assertThat(Lab.domain(domain).idOf(document(json)).orElse(null)).isEqualTo(id);
  }

  @ParameterizedTest
  @DisplayName("one spelling of an id that stands in a text")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          visits | [ "t" , 7.0 ]       | ["t","7"]
          visits | ["ABCDEFAB-2222-4333-8444-ABCDEFABCDEF","\\u0061"] | ["abcdefab-2222-4333-8444-abcdefabcdef","a"]
          visits | ["t",null]          | ["t",null]
          visits | {"a": "b"}          | {"a": "b"}
          visits | nonsense            | nonsense
          rooms  | 05                  | 05
          tasks  | ABCDEFAB-2222-4333-8444-ABCDEFABCDEF | abcdefab-2222-4333-8444-abcdefabcdef
          """)
  void canonicalId(String domain, String id, String canonical) {
    assertThat(Lab.domain(domain).canonicalId(id)).isEqualTo(canonical);
  }

  @Test
  @DisplayName("two devices with task 1 have two records, and each gets its own id back")
  void twoDevices() {
    // given
    Domain tasks = Lab.domain("tasks");
    SourceKey phone = new SourceKey("t1", "phone");

    // then
    assertThat(tasks.recordKey(LAPTOP, "1")).isNotEqualTo(tasks.recordKey(phone, "1"));
    assertThat(tasks.legacyId(document("{\"id\": \"1\", \"tags\": []}"))).isEqualTo("1");
    assertThat(Lab.domain("rooms").legacyId(document("{\"number\": 1}"))).isNull();
    assertThat(tasks.canonicalKeyId("ABCDEFAB-2222-4333-8444-ABCDEFABCDEF"))
        .isEqualTo("abcdefab-2222-4333-8444-abcdefabcdef");
  }

  @Test
  @DisplayName("what does not fit in an element is told with its place")
  void unmappable() {
    // when
    Forward forward =
        forward(
            """
            {"id": "1", "tags": ["a", 5, {}],
             "steps": [{}, null, {"label": 1, "device": "", "state": []}, "x"]}
            """);

    // then
    assertThat(((Unmappable) forward).violations())
        .extracting(Violation::pointer)
        .containsExactly(
            "/steps/1",
            "/steps/2/label",
            "/steps/2/state/done",
            "/steps/2/device",
            "/steps/3",
            "/tags/1",
            "/tags/2");
  }

  @Test
  @DisplayName("references within elements are told with their place")
  void references() {
    // when
    List<Reference> found =
        Lab.domain("tasks")
            .mapping()
            .references(document("{\"room\": 5.0, \"steps\": [{}, {\"device\": \"d\"}]}"));

    // then
    assertThat(found)
        .containsExactly(
            new Reference("/room", "rooms", "5"), new Reference("/steps/1/device", "devices", "d"));
  }

  @ParameterizedTest
  @DisplayName("exact only where the arrays come back as they were")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "tags": []                          | true
          "tags": [null, "a"]                 | true
          "tags": [], "steps": [{}]           | true
          "tags": [], "steps": []             | false
          "tags": [], "steps": null           | false
          "tags": [], "steps": [{"label": null}] | false
          "tags": [], "steps": [{"state": {}}]   | false
          "tags": [], "steps": [{"more": 1}]  | false
          "tags": null                        | false
          "title": "none"                     | false
          """)
  void exact(String members, boolean exact) {
    assertThat(((Mapped) forward("{\"id\": \"1\", " + members + "}")).exact()).isEqualTo(exact);
  }

  private static Forward forward(String json) {
    Domain tasks = Lab.domain("tasks");
    RecordContext context = new RecordContext(tasks.recordKey(LAPTOP, "1"), "laptop", Lab.TIME);
    return tasks.mapping().forward(document(json), context);
  }

  private static Document document(String json) {
    return Document.parse(json.getBytes(UTF_8));
  }
}
