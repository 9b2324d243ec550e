package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowIdsTest {

  static Stream<String> vectors() throws IOException {
    return Files.readAllLines(School.resource("/golden/blueprint/row-ids.txt"), UTF_8).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("row ids are what they were when they were first stored")
  void golden(String vector) {
    // given
    String[] part = vector.split("\\|", -1);
    IdScope scope = IdScope.valueOf(part[0]);
    String row = part[4];

    // when
    RowIds ids = new RowIds(part[3], scope, IdForm.TEXT, false);
    String key = ids.ofKey(part[1], part[2], part[5]);
    UUID id = row.isEmpty() ? ids.ofRecord(part[1], key) : ids.ofOwned(row, part[1], key);

    // then
    assertThat(id).hasToString(part[6]);
  }

  @Test
  @DisplayName("the derivation is RFC 9562's version 5")
  void versionFive() {
    // given
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    // when
    UUID id = Uuids.derive(dns, "www.example.com".getBytes(UTF_8));

    // then: the example in appendix A.4
    assertThat(id).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  @DisplayName("with the scope of a source, a UUID that two devices hold is two rows")
  void legacyUuidOfASource() {
    // given
    String uuid = "11111111-2222-4333-8444-555555555555";
    RowIds ids = new RowIds("tasks", IdScope.SOURCE, IdForm.TEXT, false);

    // when
    UUID laptop = ids.ofRecord("t1", ids.ofKey("t1", "laptop", uuid));
    UUID phone = ids.ofRecord("t1", ids.ofKey("t1", "phone", uuid));

    // then
    assertThat(laptop).isNotEqualTo(phone).isNotEqualTo(UUID.fromString(uuid));
  }

  @Test
  @DisplayName("the row that a student owns is no row of another domain, whatever the id")
  void ownedRow() {
    // given
    String uuid = "11111111-2222-4333-8444-555555555555";
    RecordKey key = new RecordKey("t1", "students", uuid);

    // when
    var keys = School.domain("students").mapping().keys(key);

    // then
    assertThat(keys)
        .extracting(k -> k.table().qualifiedName())
        .containsExactly("school.users", "school.students");
    assertThat(keys.get(1).values()).containsExactly("t1", UUID.fromString(uuid));
    assertThat(keys.get(0).values().get(1))
        .isEqualTo(
            new RowIds("students", IdScope.TENANT, IdForm.TEXT, false).ofOwned("user", "t1", uuid))
        .isNotEqualTo(UUID.fromString(uuid));
  }

  @ParameterizedTest
  @DisplayName("failure class 21: one spelling of a UUID, all other ids as they are")
  @CsvSource({
    "11111111-2222-4333-8444-ABCDEFabcdef, 11111111-2222-4333-8444-abcdefabcdef",
    "Student-1, Student-1",
    "1-1-1-1-1, 1-1-1-1-1",
    "ABCDEFAB-2222-4333-8444-ABCDEFabcdeg, ABCDEFAB-2222-4333-8444-ABCDEFabcdeg"
  })
  void canonicalId(String id, String canonical) {
    assertThat(School.domain("students").canonicalId(id)).isEqualTo(canonical);
  }
}
