package dev.crossfade.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Document;
import dev.crossfade.standalone.folder.MigrationFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class SampleTest {
  private static final Path BLUEPRINTS = Path.of("../blueprints");
  private static final Path SCHOOL = BLUEPRINTS.resolve("school");

  static Stream<Path> blueprints() throws IOException {
    try (Stream<Path> folders = Files.list(BLUEPRINTS)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @Test
  @DisplayName("as many tenants and records as sample.yaml says")
  void volumes() throws Exception {
    // when
    List<SampleTenant> tenants = Sample.of(SCHOOL, 3, 1).tenants();

    // then
    assertThat(tenants)
        .extracting(SampleTenant::name)
        .containsExactly("school-1", "school-2", "school-3");
    for (SampleTenant tenant : tenants) {
      assertThat(
              tenant.records().stream()
                  .collect(Collectors.groupingBy(SampleRecord::domain, Collectors.counting())))
          .containsEntry("users", 21L)
          .containsEntry("students", 100L)
          .containsEntry("attendance", 5_000L)
          .hasSize(10);
    }
  }

  @Test
  @DisplayName("a seed gives the same sample, whatever the locale; another seed gives another")
  void sameForTheSeed() throws Exception {
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

  private static String records(long seed) throws IOException {
    return Sample.of(SCHOOL, seed, 0.02).tenants().stream()
        .map(SampleTenant::records)
        .toList()
        .toString();
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  @DisplayName("every record, edited or new, keeps to its schema; every spoiled one breaks it")
  void valid(Path folder) throws Exception {
    // given
    Blueprint blueprint = MigrationFolder.find(folder.toString()).blueprint();
    Sample sample = Sample.of(folder, 6, 0.3);

    // when
    SampleTenant tenant = sample.tenants().getFirst();
    SampleDocuments documents = tenant.documents(Sample.SOURCES.getFirst(), new Random(6));

    // then
    for (SampleRecord record : tenant.records()) {
      sound(blueprint, record, record.document(), true);
      sound(blueprint, record, documents.another(record), true);
      sound(blueprint, record, documents.spoiled(record), false);
    }
    for (int i = 0; i < 200; i++) {
      documents.fresh().ifPresent(record -> sound(blueprint, record, record.document(), true));
    }
  }

  private static void sound(
      Blueprint blueprint, SampleRecord record, JsonNode document, boolean valid) {
    Document read = Document.parse(document.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(blueprint.domain(record.domain()).orElseThrow().validate(read.tree()).isEmpty())
        .as(record.domain() + " " + document)
        .isEqualTo(valid);
  }

  @Test
  @DisplayName("records refer only to records before them, and only some are left alone")
  void references() throws Exception {
    // when
    SampleTenant school = Sample.of(SCHOOL, 6, 0.2).tenants().getFirst();

    // then
    Set<String> earlier = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (SampleRecord record : school.records()) {
      for (String field :
          List.of("studentId", "classId", "teacherId", "classroomId", "obligationId")) {
        JsonNode reference = record.document().path(field);
        if (reference.isString()) {
          named.add(reference.stringValue().toLowerCase(Locale.ROOT));
          assertThat(earlier).contains(reference.stringValue().toLowerCase(Locale.ROOT));
        }
      }
      earlier.add(record.id().toLowerCase(Locale.ROOT));
    }
    assertThat(school.records())
        .filteredOn(SampleRecord::deletable)
        .hasSizeGreaterThan(100)
        .noneMatch(record -> named.contains(record.id().toLowerCase(Locale.ROOT)));
  }
}
