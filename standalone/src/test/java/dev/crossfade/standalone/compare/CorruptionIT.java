package dev.crossfade.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.rows.StagedRows.Found;
import dev.crossfade.reconcile.rows.TablesComparison.Scope;
import dev.crossfade.reconcile.rows.TablesResult;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that somebody can do to the rows behind sync's back is found, and nothing else. */
@ExtendWith(RealServers.class)
class CorruptionIT {
  private static final double SCALE = Double.parseDouble(System.getProperty("rows.scale", "0.05"));

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"agent-tasks", "documents", "prompts", "school"})
  @DisplayName("no difference where there is none; each kind of corruption is found and named")
  void found(String name, TestDatabase test) throws Exception {
    var settings = new DatabaseSettings(test.jdbcUrl(), test.user(), test.password());
    try (Database first = new Database(settings, "test", 2)) {
      first.migrate(); // which takes two connections
    }
    // One, so that what is set in its session holds.
    try (Database database = new Database(settings, "test", 1)) {
      // given
      SampleTables sample =
          new SampleTables(database, Path.of("../blueprints").resolve(name), SCALE);
      untouched(sample);
      Tampering tampering = new Tampering(sample);
      // when
      tampering.plant();
      TablesResult result = sample.compare();
      // then
      Map<RecordKey, DifferenceType> found = new LinkedHashMap<>();
      for (Difference difference : result.differences()) {
        assertThat(found.put(difference.record(), difference.type())).isNull();
      }
      assertThat(found).containsExactlyInAnyOrderEntriesOf(tampering.planted);
      assertThat(result.capped()).isFalse();
      staged(sample, tampering);
      scoped(sample);
      states(sample);
    }
  }

  private static void untouched(SampleTables sample) {
    TablesResult result = sample.compare();
    assertThat(result.differences()).isEmpty();
    assertThat(result.states()).isEmpty();
    assertThat(result.domains().values())
        .allSatisfy(
            counts -> assertThat(counts.of(Count.VALID)).isEqualTo(counts.of(Count.COMPARED)));
    long waiting = result.domains().values().stream().mapToLong(c -> c.of(Count.PARKED)).sum();
    assertThat(waiting).isZero();
    assertThat(result.cost().rowsHashed()).isEqualTo(sample.documents.size());
    assertThat(sample.staged(true).values()).allMatch(Found.Equal.class::isInstance);
  }

  private static void staged(SampleTables sample, Tampering tampering) {
    Map<RecordKey, Found> found = sample.staged(true);
    found.forEach(
        (key, one) -> {
          DifferenceType type = tampering.planted.get(key);
          Class<?> expected =
              type == null
                  ? Found.Equal.class
                  : type == DifferenceType.MISSING_RECORD ? Found.Missing.class : Found.class;
          assertThat(one).as(key.toString()).isInstanceOf(expected);
          if (type == DifferenceType.DATA_MISMATCH) {
            assertThat(one).as(key.toString()).isNotInstanceOf(Found.Equal.class);
          }
        });
    tampering.fields.forEach(
        (key, field) ->
            assertThat(found.get(key))
                .as(key.toString())
                .isInstanceOfSatisfying(
                    Found.Fields.class,
                    differing -> {
                      assertThat(differing.fields())
                          .extracting(FieldDifference::field)
                          .contains(field);
                      assertThat(differing.fields().toString())
                          .containsAnyOf("tampered", "(secret)");
                    }));
    String hidden = sample.staged(false).toString();
    assertThat(hidden).doesNotContain("tampered").contains("expected=null");
  }

  private static void scoped(SampleTables sample) {
    String tenant = sample.documents.keySet().iterator().next().tenant();
    Set<String> found = new HashSet<>();
    sample
        .compare(new Scope(Set.of(tenant), null), 10_000)
        .differences()
        .forEach(difference -> found.add(difference.record().tenant()));
    assertThat(found).containsExactly(tenant);
    TablesResult capped = sample.compare(Scope.ALL, 3);
    assertThat(capped.differences()).hasSize(3);
    assertThat(capped.capped()).isTrue();
    assertThat(capped.domains()).isEqualTo(sample.compare().domains());
  }

  private static void states(SampleTables sample) {
    RecordKey key = sample.documents.keySet().iterator().next();
    sample
        .database
        .dsl()
        .execute(
            "update crossfade.record_state set digest = sha256(digest) where tenant = '%s' and domain = '%s' and id = '%s'"
                .formatted(key.tenant(), key.domain(), key.id()));
    assertThat(sample.compare().states())
        .singleElement()
        .satisfies(
            bucket -> {
              assertThat(bucket.domain()).isEqualTo(key.domain());
              assertThat(bucket.bucket()).isEqualTo(Fingerprint.bucket(key));
              assertThat(bucket.kept().high()).isNotEqualTo(bucket.present().high());
              assertThat(bucket.kept().live()).isEqualTo(bucket.present().live());
            });
  }
}
