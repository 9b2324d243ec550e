package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DomainValidationTest {
  private static final String STUDENT =
      """
      {"id": "s-1", "name": "Ada", "email": "ada@example.org", %s}
      """;

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @DisplayName("a violation says where and what, and never quotes a value")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "status": "SECRET"                        | /status                | enumeration
          "joinDate": "SECRET"                      | /joinDate              | is not of the format date
          "joinDate": "2023-02-29"                  | /joinDate              | is not of the format date
          "parentEmail": "SECRET"                   | /parentEmail           | is not of the format email
          "createdAt": "SECRET"                     | /createdAt             | is not of the format date-time
          "hasDiscount": "SECRET"                   | /hasDiscount           | boolean expected
          "discountAmount": -31415                  | /discountAmount        | minimum
          "discountAmount": 31415.926               | /discountAmount        | multiple of 0.01
          "academicInfo": {"gpa": 31415}            | /academicInfo/gpa      | maximum
          "academicInfo": "SECRET"                  | /academicInfo          | object
          "emergencyContact": {"phone": "SECRET"}   | /emergencyContact      | name
          "emergencyContact": {"name": "a", "b~/": 1} | /emergencyContact    | b~/
          "phone": "SECRETSECRETSECRETSECRETSECRETSECRETSECRET" | /phone     | at most 40
          "classId": ""                             | /classId               | at least 1
          "nickname": "SECRET"                      | ''                     | nickname
          """)
  void violation(String member, String pointer, String detail) {
    // given
    ObjectNode record = (ObjectNode) Json.MAPPER.readTree(STUDENT.formatted(member));

    // when
    List<Violation> violations = School.domain("students").validate(record);

    // then
    assertThat(violations).isNotEmpty();
    assertThat(violations)
        .anySatisfy(
            violation -> {
              assertThat(violation.pointer()).isEqualTo(pointer == null ? "" : pointer);
              assertThat(violation.detail()).contains(detail);
            });
    assertThat(violations)
        .allSatisfy(violation -> assertThat(violation.detail()).doesNotContain("SECRET", "31415"));
  }

  @Test
  @DisplayName("all violations are told, up to twenty, each of a bounded length")
  void many() {
    // given
    ObjectNode record = Json.MAPPER.createObjectNode();
    for (int i = 0; i < 50; i++) {
      record.put("🎓".repeat(200) + i, i);
    }

    // when
    List<Violation> violations = School.domain("students").validate(record);

    // then
    assertThat(violations).hasSize(20);
    assertThat(violations)
        .allSatisfy(violation -> assertThat(violation.detail()).hasSizeLessThanOrEqualTo(201));
  }

  @Test
  @DisplayName("many threads share one compiled schema")
  void concurrent() {
    // given
    Domain students = Blueprint.load(School.FOLDER).domain("students").orElseThrow();
    ObjectNode record = (ObjectNode) Json.MAPPER.readTree(STUDENT.formatted("\"phone\": 5"));

    // when
    List<List<Violation>> answers =
        IntStream.range(0, 2_000).parallel().mapToObj(i -> students.validate(record)).toList();

    // then
    assertThat(answers).allMatch(answer -> answer.equals(answers.getFirst()) && answer.size() == 1);
  }

  @Test
  @DisplayName("the words do not depend on where the service runs")
  void locale() {
    // given
    ObjectNode record = (ObjectNode) Json.MAPPER.readTree(STUDENT.formatted("\"phone\": 5"));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.JAPAN);

      // when
      List<Violation> violations =
          Blueprint.load(School.FOLDER).domain("students").orElseThrow().validate(record);

      // then
      assertThat(violations)
          .containsExactly(new Violation("/phone", "integer found, string expected"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
