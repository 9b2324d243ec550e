package dev.crossfade.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Document;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SchoolSampleTest {
  @Test
  @DisplayName("three schools with the volumes of seed 003")
  void volumes() {
    // when
    List<School> schools = SchoolSample.of(3);

    // then
    assertThat(schools)
        .extracting(School::tenant)
        .containsExactly("school-1", "school-2", "school-3");
    for (School school : schools) {
      assertThat(
              school.records().stream()
                  .collect(
                      Collectors.groupingBy(
                          record -> record.domain().domain(), Collectors.counting())))
          .containsEntry("users", 21L)
          .containsEntry("students", 100L)
          .containsEntry("teachers", 20L)
          .containsEntry("classes", 30L)
          .containsEntry("classrooms", 15L)
          .containsEntry("payment_obligations", 500L)
          .containsEntry("payments", 300L)
          .containsEntry("attendance", 5_000L)
          .containsEntry("grades", 3_000L)
          .containsEntry("private_lessons", 200L);
    }
  }

  @Test
  @DisplayName("a seed gives the same schools, whatever the locale; another seed gives others")
  void sameForTheSeed() {
    // given
    Locale before = Locale.getDefault();
    String expected = records(4);

    // when
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    String again;
    try {
      again = records(4);
    } finally {
      Locale.setDefault(before);
    }

    // then
    assertThat(again).isEqualTo(expected);
    assertThat(records(5)).isNotEqualTo(expected);
  }

  private static String records(long seed) {
    return SchoolSample.of(seed, 0.02).stream().map(School::records).toList().toString();
  }

  @Test
  @DisplayName("every record keeps to its schema, and refers only to records of lower levels")
  void valid() throws Exception {
    // given
    Blueprint blueprint = Blueprint.load(Path.of("../blueprints/school"));

    // when
    School school = SchoolSample.of(6, 0.2).getFirst();

    // then
    Set<String> earlier = new HashSet<>();
    for (SampleRecord record : school.records()) {
      Document document =
          Document.parse(record.document().toString().getBytes(StandardCharsets.UTF_8));
      assertThat(blueprint.domain(record.domain().domain()).orElseThrow().validate(document.tree()))
          .as(record.toString())
          .isEmpty();
      for (String field :
          List.of("studentId", "classId", "teacherId", "classroomId", "obligationId")) {
        var reference = record.document().path(field);
        if (reference.isString()) {
          assertThat(earlier).contains(reference.stringValue().toLowerCase(Locale.ROOT));
        }
      }
      earlier.add(record.id().toLowerCase(Locale.ROOT));
    }
  }
}
