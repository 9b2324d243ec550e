package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.blueprint.Forward.Unmappable;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules.Violation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MappingTest {
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00Z");
  private static final Mapping STUDENTS = School.domain("students").mapping();
  private static final String COMPLETE =
      """
      "email": "a@example.org", "status": "active", "hasDiscount": false,
      "createdAt": "2024-03-01T09:30:00.000Z", "updatedAt": "2024-03-01T09:30:00.000Z"
      """;

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("exact only where the way back gives the same again")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id": "s", "name": "A"                                           | true
          "id": "s", "name": "A", "discountAmount": 5.00                   | true
          "id": "s", "name": "A", "academicInfo": {"gpa": 1}               | true
          "id": "s", "name": "A", "academicInfo": {"gpa": null}            | false
          "id": "s", "name": "A", "academicInfo": {"gpa": 1, "level": null}| false
          "id": "s", "name": "A", "academicInfo": {}                       | false
          "id": "s", "name": "A", "academicInfo": null                     | false
          "id": "s", "name": "A", "avatar": null                           | false
          "id": "s", "name": "A", "unknown": 1                             | false
          "id": "s", "name": "A", "academicInfo": {"gpa": 1, "unknown": 1} | false
          "id": "s", "name": "A", "classId": "c-1"                         | true
          "id": "s", "name": "A", "classId": "ABCDEFAB-2222-4333-8444-ABCDEFABCDEF" | false
          "id": "another", "name": "A"                                     | false
          "name": "A"                                                      | false
          """)
  void exact(String members, boolean exact) {
    // when
    Forward forward = forward("{" + members + ", " + COMPLETE + "}");

    // then
    assertThat(((Mapped) forward).exact()).isEqualTo(exact);
  }

  @Test
  @DisplayName("what does not fit is told with its place, and makes no row at all")
  void unmappable() {
    // when
    Forward forward =
        forward(
            """
            {"id": "s", "name": "A", "email": "e", "classId": "", "discountAmount": 0.001,
             "academicInfo": "x", "emergencyContact": {"name": ["y"]}, "joinDate": "1899-12-31",
             "createdAt": "2016-12-31T23:59:60Z"}
            """);

    // then
    assertThat(((Unmappable) forward).violations())
        .extracting(Violation::pointer)
        .contains(
            "/classId",
            "/discountAmount",
            "/academicInfo/level",
            "/emergencyContact/name",
            "/joinDate",
            "/createdAt");
  }

  @Test
  @DisplayName("a default stands in for null and for absent, and says that it did")
  void defaults() {
    // when
    Mapped mapped = (Mapped) forward("{\"id\": \"s\", \"status\": null}");

    // then
    Row student = mapped.rows().get(1);
    assertThat(student.value(student.table().position("status"))).isEqualTo("active");
    assertThat(student.value(student.table().position("created_at")))
        .hasToString("2026-03-01T09:30Z");
    assertThat(mapped.exact()).isFalse();
  }

  @Test
  @DisplayName("references name the records that a document refers to, by canonical id")
  void references() {
    // given
    Document document =
        parse("{\"teacherId\": \"ABCDEFAB-2222-4333-8444-ABCDEFABCDEF\", \"classroomId\": null}");

    // when
    List<Reference> references = School.domain("classes").mapping().references(document);

    // then
    assertThat(references)
        .containsExactly(
            new Reference("/teacherId", "teachers", "abcdefab-2222-4333-8444-abcdefabcdef"));
  }

  @Test
  @DisplayName("a reference holds the row id of the record it refers to")
  void referenceIsTheRowId() {
    // given
    RecordKey classKey = new RecordKey("t1", "classes", "c-1");

    // when
    Row student = ((Mapped) forward("{\"id\": \"s\", \"classId\": \"c-1\"}")).rows().get(1);

    // then
    assertThat(student.value(student.table().position("class_id")))
        .isEqualTo(School.domain("classes").rowId(classKey));
  }

  @Test
  @DisplayName("backward takes the rows in any order, and all of them")
  void backwardOrder() {
    // given
    Mapped mapped = (Mapped) forward("{\"id\": \"s\", \"name\": \"A\", " + COMPLETE + "}");
    ReferenceNames names = (domain, rowId) -> "s";

    // when
    ObjectNode back = STUDENTS.backward(mapped.rows().reversed(), names);

    // then
    assertThat(back).isEqualTo(STUDENTS.backward(mapped.rows(), names));
    assertThatThrownBy(() -> STUDENTS.backward(List.of(mapped.rows().get(1)), names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the record has no row in school.users");
  }

  private static Forward forward(String json) {
    RecordKey key = new RecordKey("t1", "students", "s");
    return STUDENTS.forward(parse(json), new RecordContext(key, "laptop", TIME));
  }

  private static Document parse(String json) {
    return Document.of((ObjectNode) Json.MAPPER.readTree(json));
  }
}
